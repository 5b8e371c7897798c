// What somebody may do with the directory; the server asks again.

import { session } from "../store/session.ts";

const roleIn =
  (...roles: readonly number[]) =>
  (): boolean =>
    roles.includes(session.value?.me.role ?? 0);

export const mayWrite = roleIn(2, 3, 4);
export const mayNameKey = roleIn(3, 4);
export const mayNote = roleIn(1, 2, 3);
