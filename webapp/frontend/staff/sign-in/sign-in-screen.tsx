// The desk's door.

import { t } from "../i18n/i18n.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export function SignInScreen() {
  return (
    <div class="door">
      <ScreenHeading>{t("sign-in.title")}</ScreenHeading>
      <p class="door-lead">{t("sign-in.lead")}</p>
      <SignInForm />
    </div>
  );
}
