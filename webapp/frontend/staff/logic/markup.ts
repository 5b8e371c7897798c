// Words of people on a page that is written as text: none of them is ever markup.

const SIGNS: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The words as they stand between tags or in a quoted attribute. */
export const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? "");
