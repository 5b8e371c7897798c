// The polite live region: what changes elsewhere on the screen is said here once.

import { announcement } from "../store/view.ts";

export function Announcer() {
  return (
    <div class="hidden" role="status" aria-live="polite">
      {announcement.value}
    </div>
  );
}
