// Records of a case that are the program's own: they are signed words about the case, and no section of it.

export const OWN_RECORDS: readonly string[] = [
  "release",
  "withdrawal",
  "case_link",
  "follow_up",
  "hold",
];
