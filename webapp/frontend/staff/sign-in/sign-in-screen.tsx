// The desk's door, which also says why somebody stands before it again.

import { t } from "../i18n/i18n.ts";
import { hasLeft } from "../store/left.ts";
import { ended } from "../store/session.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Notice } from "../ui/notice.tsx";
import { SignInForm } from "./sign-in-form.tsx";

function WhyEnded() {
  return (
    <Notice tone="warn" live>
      {t(`ended.${ended.value}`)} {hasLeft.value && t("ended.left")}
    </Notice>
  );
}

export function SignInScreen() {
  return (
    <div class="door">
      <ScreenHeading>{t("sign-in.title")}</ScreenHeading>
      {ended.value === "" ? <p class="door-lead">{t("sign-in.lead")}</p> : <WhyEnded />}
      <SignInForm />
    </div>
  );
}
