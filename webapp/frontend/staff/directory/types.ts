// The directory as the desk's calls carry it.

/** A card as it is sent: its parts in the order of `moderation/directory/listing.py` and `cards.py`. */
export type CardRow =
  | [id: string]
  | [
      id: string,
      lot: number,
      version: number,
      name: string,
      kind: string,
      verifiedOn: string,
      otherName: string,
      services: ServiceRow[],
      places: PlaceRow[],
      hours: HoursRow[],
      unsure: number,
    ];

export type ServiceRow = [
  name: string,
  words: string,
  minimum: number | null,
  maximum: number | null,
  cost: number,
  statuses: string[],
  languages: string[],
  status: string,
  areas: string,
];

export type PlaceRow = [
  city: string,
  state: string,
  postcode: string,
  latitude: number | null,
  longitude: number | null,
  languages: string[],
];

/** Zone (a name, hours from UTC, or ""), weekdays as bits from Monday, minutes, first and last day. */
export type HoursRow = [
  zone: string | number,
  days: number,
  opens: number,
  closes: number,
  first: string,
  last: string,
];

export interface CardsAnswer {
  serial: number;
  /** The id after which the next page follows; null at the end. */
  last: string | null;
  /** The site's own time zone and country. */
  zone: string;
  country: string;
  cards: CardRow[];
}

export interface Phone {
  id: string;
  number: string;
  description: string;
}

export interface Hours {
  id: string;
  days: string[];
  opens_at: string;
  closes_at: string;
  timezone: string;
}

export interface Service {
  id: string;
  name: string;
  description: string;
  eligibility_description: string;
  minimum_age: number | null;
  maximum_age: number | null;
  statuses: string[];
  fees: string;
  languages: string[];
  coverage: string;
}

export interface Place {
  id: string;
  name: string;
  address_1: string;
  city: string;
  state_province: string;
  postal_code: string;
  country: string;
  latitude: number | null;
  longitude: number | null;
  hours: Hours[];
}

/** The main facts, as they are edited; everything else of the document stays as it is. */
export interface Main {
  name: string;
  alternate_name: string;
  description: string;
  email: string;
  website: string;
  phones: Phone[];
  services: Service[];
  places: Place[];
}

export interface Organisation {
  id: string;
  version: number;
  kind: string;
  removed: boolean;
  verified_on: string | null;
  verified_by: string | null;
  age_recipient: string | null;
  /** Who named the key, on which day, and their signature. */
  key_word: { staff_id: string; day: string; signature: string } | null;
  /** The whole HSDS document. */
  doc: Record<string, unknown>;
  main: Main;
}

export interface Named {
  id: string;
  name: string;
  /** Of a changed one, which fields differ. */
  fields?: string[];
}

export interface Group {
  count: number;
  first: Named[];
}

export interface Finding {
  code: string;
  file: string;
  line: number;
  where: string;
}

export interface ImportPreview {
  serial: number;
  digest: string;
  format: string;
  added: Group;
  changed: Group;
  unchanged: number;
  missing: Group;
  /** Rows that hang on no organisation. */
  loose: number;
  findings: Finding[];
  counts: Record<string, number>;
  stops: boolean;
}

export const FORMATS = ["package", "json", "ndjson", "table"] as const;
export type Format = (typeof FORMATS)[number];

export const STATUSES = ["any", "citizen", "resident", "visa", "asylum", "undocumented"] as const;

export const KINDS = [
  "anti_trafficking_ngo",
  "labor_ngo",
  "child_protection",
  "local_law_enforcement",
  "federal_law_enforcement",
  "us_attorney",
  "other",
] as const;

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
