// Types of what Guidepress publishes, made from the schemas beside this file.
// Fields may be added within api/v1: ignore what you do not know.

/** An abbreviation. */
export interface Abbreviation {
  /** The short form. */
  id: string;
  /** What it stands for. */
  expansion: string;
}

/** A difference in so many people, as the source states it; what is fewer has a minus. */
export interface AbsoluteEffect {
  /** The estimate. */
  value?: string;
  /** Lower limit. */
  low?: string;
  /** Upper limit. */
  high?: string;
  /** Level of the interval, in percent. */
  confidence?: string;
  /** In how many people. */
  per: string;
}

/** A decision of a body on the guideline. */
export interface Approval {
  /** Id of the body that decided. */
  body: string;
  /** Id of the role that signed for it. */
  role?: string;
  /** Day of the decision. */
  date: string;
  /** The decision. */
  decision: "approved" | "rejected" | "deferred";
}

/** One thing that the scale grades. */
export interface ScaleAxis {
  /** Id of the axis. */
  id: string;
  /** What the axis grades. */
  name: string;
  /** What is known of the order. */
  order_note?: string;
  /** The levels. */
  levels: ScaleLevel[];
}

/** What happens without the intervention. */
export interface Baseline {
  /** How many have the outcome. */
  value: string;
  /** Of how many. */
  per: string;
  /** Where it is from. */
  source?: string;
  /** Works that it is from. */
  references: string[];
}

/** One claim, a list or a table, or an option that is shown at this place. */
export interface Block {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** What the statement is about; nothing follows from its absence. */
  kind?: "benefit" | "harm" | "dose" | "contraindication" | "interaction" | "monitoring" | "prognosis" | "diagnosis" | "regulatory" | "rationale" | "practical" | "resources" | "values" | "background";
  /** Options and recommendations that the statement speaks of although it stands elsewhere. */
  about: string[];
  /** Whom the source states it for. */
  population?: Subpopulation;
  /** Markdown (CommonMark without HTML); citations as [@maki-2007] or [@maki-2007; @le-cesne-2012]. */
  text?: string;
  /** Ids of the references cited in the text, in order of first citation. */
  citations: string[];
  /** Levels of evidence of this claim. */
  evidence: Evidence[];
  /** Which of several sources it is from: the id of one of them. */
  source?: string;
  /** Where in the source. */
  source_locator?: string;
  /** Retracted references that the statement cites knowingly. */
  cites_retracted: string[];
  /** What this says in other words: ids of this guideline, such as those of the recommendations that a figure shows; in a patient version, of the original. */
  renders: string[];
  /** Day of its last review. */
  reviewed?: string;
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
  /** Which of its keys the block is known by. */
  type: "text" | "list" | "table" | "figure" | "show";
  /** A list whose entries are statements. */
  list?: ItemList;
  /** A table as data. */
  table?: Table;
  /** An image with its text alternative. */
  figure?: Figure;
  /** Id of an option or recommendation that is shown here. */
  show?: string;
}

/** A panel, committee or group that had a part in the guideline. */
export interface Body {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** Its name. */
  name: string;
  /** What it did. */
  task?: string;
  /** Whether it decides, advises, reviews or comments. */
  power?: "decides" | "advises" | "reviews" | "comments";
  /** How many sit in it. */
  size?: string;
  /** The parts that people have in it. */
  roles: BodyRole[];
}

/** A cell of a table, in the column that it begins in. */
export interface Cell {
  /** Id of the column. */
  column: string;
  /** What stands in it. */
  text?: string;
  /** Why nothing stands in it. */
  absent?: "not-stated" | "not-graded" | "not-considered" | "not-recommended" | "no-data";
  /** A condition, shown in words. */
  when?: Condition;
  /** Id of a dose, shown in words. */
  dose?: string;
  /** How many columns it takes. */
  columns?: number;
  /** How many rows it takes. */
  rows?: number;
  /** Ids of the references cited in it. */
  citations: string[];
}

/** How certain the evidence on one outcome is. */
export interface Certainty {
  /** Id of the scale. */
  scale: string;
  /** Version of the scale. */
  scale_version: string;
  /** The level as given, spelt as on its scale. */
  level?: string;
  /** Why no level is given. */
  absent?: "not-stated" | "not-graded" | "not-considered" | "not-recommended" | "no-data";
  /** Why it was rated so. */
  reasons: CertaintyReason[];
}

/** A code of another system. */
export interface Coding {
  /** The system that it is a code of. */
  system: "ATC" | "RxNorm" | "SNOMED CT" | "ICD-10" | "ICD-11" | "LOINC" | "MeSH" | "UCUM";
  /** The code. */
  code: string;
  /** What the code means there, in words. */
  display?: string;
}

/** A column of a table. */
export interface Column {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** Its heading. */
  title?: string;
  /** A heading over several columns. */
  group?: string;
  /** Unit of all numbers in it. */
  unit?: string;
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** A step of an option: all, or any one, of these interventions, possibly after another. */
export interface Component {
  /** All of these together. */
  all: string[];
  /** Any one of these. */
  any: string[];
  /** The intervention that goes before. */
  after?: string;
}

/** One of: all, any, not or count of other conditions; a factor with its value; ref; text. */
export interface Condition {
  /** Every one must hold. */
  all?: Condition[];
  /** At least one must hold. */
  any?: Condition[];
  /** This must not hold. */
  not?: Condition;
  /** At least so many must hold. */
  count?: Count;
  /** Id of a factor. */
  factor?: string;
  /** The factor has one of these values. */
  is?: string[];
  /** The number is this or more. */
  at_least?: string;
  /** The number is more than this. */
  above?: string;
  /** The number is less than this. */
  below?: string;
  /** The number is this or less. */
  at_most?: string;
  /** Whether the factor is known at all. */
  known?: boolean;
  /** Id of a condition that factors.yaml names. */
  ref?: string;
  /** The condition in words, as the page shows it; alone, words that no program can judge. */
  text?: string;
  /** false: that this holds is not enough (“only for some children”). */
  sufficient?: boolean;
  /** false: that this does not hold rules nothing out (“such as”). */
  necessary?: boolean;
}

/** How far the panel agreed. */
export interface Consensus {
  /** In words. */
  level?: string;
  /** Share of votes, in percent. */
  percentage?: string;
  /** Votes for it. */
  votes_for?: string;
  /** Votes against it. */
  votes_against?: string;
  /** Who abstained. */
  abstained?: string;
}

/** A time in which others could comment on a draft. */
export interface Consultation {
  /** Who was asked. */
  with?: string;
  /** First day. */
  from?: string;
  /** Last day. */
  to?: string;
  /** Where it took place. */
  where?: string;
  /** How many comments came. */
  received?: string;
}

/** A way to reach the publisher of the source. */
export interface Contact {
  /** What it is for. */
  label: string;
  /** Telephone number, as printed. */
  phone?: string;
  /** E-mail address. */
  email?: string;
  /** An address that begins with https:// or http://. */
  url?: string;
}

/** At least so many of these must hold. */
export interface Count {
  /** How many. */
  at_least: number;
  /** Of which conditions. */
  of: Condition[];
}

/** What CSL has no field for; its schema allows `custom` for that. */
export interface ReferenceCustom {
  /** Whether the list of authors is whole; absent where nobody said so. */
  authors_complete?: boolean;
  /** Errata, retractions, comments. */
  notices: ReferenceNotice[];
  /** Ids of the trial in registers. */
  registry?: string[];
}

/** A date in CSL's form. */
export interface CSLDate {
  /** CSL's form of a date. */
  "date-parts": number[][];
}

/** What differs from the original on purpose. */
export interface Difference {
  /** Id of the entity that differs, or of the one that is left out. */
  entity: string;
  /** Why it differs. */
  reason: string;
}

/** An opinion that the panel did not share. */
export interface Dissent {
  /** Who holds it. */
  by: string;
  /** What they say, and why. */
  text: string;
}

/** How much of one intervention is given, how, how often and for how long. */
export interface Dose {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Name of the intervention, as the option has it. */
  intervention: string;
  /** What it is given for. */
  purpose?: string;
  /** How much. */
  amount?: string;
  /** The least of a range. */
  low?: string;
  /** The most of a range. */
  high?: string;
  /** So much or more. */
  at_least?: string;
  /** So much or less. */
  at_most?: string;
  /** Why there is no amount. */
  absent?: "not-stated" | "not-graded" | "not-considered" | "not-recommended" | "no-data";
  /** Unit of the amount, as UCUM writes it. */
  unit?: string;
  /** What the amount is multiplied by: kg of body weight, m2 of body surface. */
  per?: string;
  /** What an amount in percent is of; needed where the unit is %. */
  percent_of?: string;
  /** Whether the amount is for each dose, for a day, or for the whole course. */
  basis?: "dose" | "day" | "course";
  /** By any one of these routes. */
  routes: ("PO" | "IM" | "IV" | "SC" | "ID" | "INH" | "NAS" | "PR" | "PV" | "SL" | "BUC" | "TOP" | "TD" | "OPH" | "OT" | "IO" | "IT" | "IP" | "IA" | "IVES" | "EPI")[];
  /** Form in which it is given. */
  form?: string;
  /** Strength of that form. */
  concentration?: Quantity;
  /** How long one dose runs in. */
  infusion_time?: Quantity;
  /** Time from one dose to the next. */
  interval?: Quantity;
  /** How many doses a day. */
  times_per_day?: string;
  /** By how much it is raised, step by step. */
  increase?: Quantity;
  /** Time from one step to the next. */
  increase_every?: Quantity;
  /** For how long, or for how many doses: unit "{dose}"; one of them is once. */
  duration?: Quantity;
  /** What ends it, where no time does. */
  until?: Condition;
  /** The most for one dose. */
  max_per_dose?: Quantity;
  /** The most for one day. */
  max_per_day?: Quantity;
  /** What amounts to the same. */
  equivalents: Equivalent[];
  /** When it applies. */
  applies_when?: Condition;
  /** Where the dose is from, with its citation. */
  source?: string;
  /** Ids of the references cited as its source. */
  citations: string[];
}

/** An organisation that endorses the guideline. */
export interface Endorsement {
  /** The organisation. */
  organisation: string;
  /** Day of the endorsement. */
  date?: string;
  /** How it says so. */
  words?: string;
}

/** Another measure or substance that amounts to the same. */
export interface Equivalent {
  /** An id that is unique in the dose. */
  id: string;
  /** Of what. */
  name?: string;
  /** How much. */
  amount: string;
  /** Unit as UCUM writes it; what is counted stands in braces: {tablet}. */
  unit: string;
}

/** A level of evidence as the source gave it. */
export interface Evidence {
  /** Id of the scale. */
  scale: string;
  /** Version of the scale. */
  scale_version: string;
  /** The level as the source gives it, spelt as on its scale. */
  level: string;
  /** The references that this level rests on; the statement cites them. */
  references: string[];
  /** Where in the text it stands: at the citation of this reference; with #2 where it is cited for the second time. */
  at?: string;
  /** What the evidence found. */
  finding?: "favours" | "no-difference" | "against" | "descriptive";
  /** What a reader must know about this grading. */
  note?: string;
}

/** A consideration that a decision depends on. */
export interface Factor {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Name as readers see it. */
  name: string;
  /** What its value is; a factor without a type is only named. */
  type?: "choice" | "number";
  /** Whether several of the values can hold at once; needed for a choice. */
  multiple?: boolean;
  /** true only if the values are all that there are. */
  exhaustive?: boolean;
  /** Unit as UCUM writes it; what is counted stands in braces: {tablet}. */
  unit?: string;
  /** The least that a number can plausibly be; no condition asks for less. */
  minimum?: string;
  /** The most that a number can plausibly be; no condition asks for more. */
  maximum?: string;
  /** Codes of other systems that mean the same. */
  codes: Coding[];
  /** The values that conditions may name. */
  values: FactorValue[];
  /** Markdown (CommonMark without HTML); citations as [@maki-2007] or [@maki-2007; @le-cesne-2012]. */
  description?: string;
  /** Day of its last review. */
  reviewed?: string;
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** A value that a factor can have. */
export interface FactorValue {
  /** Id of the value, used by conditions. */
  id: string;
  /** Name as readers see it. */
  name: string;
  /** Codes of other systems that mean the same. */
  codes: Coding[];
}

/** An image with its text alternative, or the words alone where the image may not be shown. */
export interface Figure {
  /** Its file in figures/: PNG, JPEG, WebP or SVG. */
  file?: string;
  /** Why the image is not shown; its words are. */
  absent?: "not-permitted" | "not-supplied";
  /** SHA-256 of the image; it lies beside the bundle as files/<sha256>.<ending>. */
  sha256?: string;
  /** What the image is, by its content. */
  media_type?: "image/png" | "image/jpeg" | "image/webp" | "image/svg+xml";
  /** What the image shows, for whoever cannot see it. */
  alt: string;
  /** Words below it. */
  caption?: string;
  /** All that it says, in words; an algorithm needs it. */
  description?: string;
  /** Who made it. */
  credit?: string;
  /** By what right it is shown. */
  permission?: string;
  /** Ids of the references cited in caption and description. */
  citations: string[];
}

/** Who paid, what for, and with which influence. */
export interface Funding {
  /** Who paid. */
  funder: string;
  /** What for. */
  for?: string;
  /** Which influence the funder had on the content. */
  influence?: string;
}

/** How strong a recommendation is, and how certain the evidence behind it. */
export interface Grade {
  /** Strength of the recommendation. */
  strength?: GradedLevel;
  /** Certainty of the evidence. */
  certainty?: GradedLevel;
  /** Levels on other scales, such as that of the size of the benefit. */
  further: GradedLevel[];
  /** What it is given for, where there are several. */
  for?: string;
}

/** A level on one scale, or why there is none. */
export interface GradedLevel {
  /** Id of the scale. */
  scale: string;
  /** Version of the scale. */
  scale_version: string;
  /** The level as given, spelt as on its scale. */
  level?: string;
  /** Why no level is given. */
  absent?: "not-stated" | "not-graded" | "not-considered" | "not-recommended" | "no-data";
}

/** Options that belong together: what is stated of the group holds for each of them. */
export interface Group {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Name as readers see it. */
  name: string;
  /** Id of the group that this one is part of. */
  group?: string;
  /** What these options are alternatives to. */
  alternative_to: string[];
  /** When it applies. */
  applies_when?: Condition;
  /** Whom its options are for. */
  population?: Subpopulation;
  /** Day of its last review. */
  reviewed?: string;
  /** What is said: statements, lists and tables. */
  content: Block[];
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** What the guideline is, for whom, from where, and its dates. */
export interface Identity {
  /** Id of the guideline; the name of its folder. */
  id: string;
  /** Title. */
  title: string;
  /** evidence-summary makes no recommendations. */
  document_type: "evidence-summary" | "guideline" | "protocol";
  /** Language as a BCP 47 tag. */
  language: string;
  /** Who reads it. */
  audience: "health-professional" | "patient" | "public";
  /** Whom the guideline is about (apart from who reads it). */
  population: Population;
  /** Publisher of this guideline (not of its source). */
  publisher?: string;
  /** Day on which our content last changed in a way that is not trivial. */
  updated?: string;
  /** Day of the last review. */
  reviewed?: string;
  /** Day of the last search. */
  last_search?: string;
  /** Day of first publication. */
  first_published?: string;
  /** Day by which a review is due. */
  review_due?: string;
  /** Where the content comes from. */
  source?: Source;
  /** Further sources, where there are several. */
  sources: Source[];
  /** Whom to tell of an error in this guideline. */
  error_contact?: Contact;
  /** What the editors say that this document does not cover. */
  not_covered: ("benefit" | "harm" | "dose" | "contraindication" | "interaction" | "monitoring" | "prognosis" | "diagnosis" | "regulatory" | "rationale" | "practical" | "resources" | "values" | "background")[];
  /** The order in which factors, options and sections are read. */
  body: string[];
  /** Short forms in the text. */
  abbreviations: Abbreviation[];
  /** Ids that are gone for good. */
  retired: RetiredId[];
  /** Says that it is put together from archives. */
  reconstruction?: Reconstruction;
  /** Another guideline at one version. */
  translation_of?: GuidelineLink;
  /** Another guideline at one version. */
  patient_version_of?: GuidelineLink;
  /** Other guidelines and documents that belong to this one. */
  related: RelatedDocument[];
  /** Terms of use of this guideline. */
  licence?: string;
  /** Who holds the copyright. */
  copyright?: string;
  /** What each page says of its limits. */
  disclaimer?: string;
  /** How the publisher wants it to be cited. */
  cite_as?: string;
  /** DOI without the address in front. */
  doi?: string;
  /** Panels, committees and groups that had a part in it. */
  bodies: Body[];
  /** How decisions were made. */
  decision_rule?: string;
  /** What is said of interests as a whole, and how they were found. */
  interests?: string;
  /** Who paid. */
  funding: Funding[];
  /** Evidence searches. */
  search: EvidenceSearch[];
  /** When others could comment. */
  consultations: Consultation[];
  /** Who endorses it. */
  endorsements: Endorsement[];
  /** Decisions on the guideline. */
  approvals: Approval[];
  /** Version; absent in a draft. */
  version?: string;
  /** draft, in-consultation, active or withdrawn at the time of the release; versions.json tells what became of it. */
  status: "draft" | "in-consultation" | "active" | "withdrawn";
  /** What kind of release. */
  release_kind?: "release" | "consultation" | "correction" | "reviewed" | "withdrawal";
  /** The version that a correction corrects. */
  corrects?: string;
  /** The last consultation version that was followed by a final one. */
  consultation?: string;
  /** Day on which it was released. */
  released?: string;
  /** Why the guideline was withdrawn. */
  withdrawal?: Withdrawal;
}

/** A drug, an operation or a device. */
export interface Intervention {
  /** What sort of intervention it is. */
  kind?: "drug" | "vaccine" | "device" | "procedure" | "radiation" | "test" | "behaviour" | "other";
  /** Name. */
  name: string;
  /** Other names by which readers search. */
  synonyms: string[];
  /** Codes of other systems that mean the same. */
  codes: Coding[];
}

/** An entry of a list: a statement, with entries below it. */
export interface Item {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** What the statement is about; nothing follows from its absence. */
  kind?: "benefit" | "harm" | "dose" | "contraindication" | "interaction" | "monitoring" | "prognosis" | "diagnosis" | "regulatory" | "rationale" | "practical" | "resources" | "values" | "background";
  /** Options and recommendations that the statement speaks of although it stands elsewhere. */
  about: string[];
  /** Whom the source states it for. */
  population?: Subpopulation;
  /** Markdown (CommonMark without HTML); citations as [@maki-2007] or [@maki-2007; @le-cesne-2012]. */
  text: string;
  /** Ids of the references cited in the text, in order of first citation. */
  citations: string[];
  /** Levels of evidence of this claim. */
  evidence: Evidence[];
  /** Which of several sources it is from: the id of one of them. */
  source?: string;
  /** Where in the source. */
  source_locator?: string;
  /** Retracted references that the statement cites knowingly. */
  cites_retracted: string[];
  /** What this says in other words: ids of this guideline, such as those of the recommendations that a figure shows; in a patient version, of the original. */
  renders: string[];
  /** Day of its last review. */
  reviewed?: string;
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
  /** Whether the entries below are numbered. */
  ordered?: boolean;
  /** Entries below this one. */
  items: Item[];
}

/** A list whose entries are statements. */
export interface ItemList {
  /** The words before the list. */
  title?: string;
  /** Whether the entries are numbered. */
  ordered?: boolean;
  /** The entries. */
  items: Item[];
  /** Ids of the references cited in the words before it. */
  citations: string[];
}

/** What the panel judged on one criterion on the way to the recommendation. */
export interface Judgement {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** What was judged. */
  criterion: string;
  /** The judgement. */
  judgement?: string;
  /** Why there is no judgement. */
  absent?: "not-stated" | "not-graded" | "not-considered" | "not-recommended" | "no-data";
  /** Why it was judged so. */
  words?: string;
}

/** A grade on one axis. */
export interface ScaleLevel {
  /** The code on this axis. */
  id: string;
  /** 1 is the strongest; a level that stands outside of the order has none. */
  rank?: number;
  /** What the code means, in plain words. */
  meaning: string;
  /** true: a code that leaves a detail open. */
  partial: boolean;
  /** The direction of a recommendation that is graded so, where the scale settles it. */
  direction?: "for" | "against" | "either" | "none";
}

/** Another guideline at one version. */
export interface GuidelineLink {
  /** Id of the other guideline. */
  guideline: string;
  /** The version that is rendered. */
  version: string;
  /** What differs from that version on purpose, each with its reason. */
  differences: Difference[];
}

/** How a list is introduced. */
export interface ListIntroduction {
  /** factors or options. */
  id: "factors" | "options";
  /** The sentence before the list, with an id of its own. */
  intro?: Statement;
  /** true only if the list claims to be complete. */
  exhaustive: boolean;
}

/** A person (family, given) or a corporate author (literal). */
export interface PersonName {
  /** Family name. */
  family?: string;
  /** Given names or initials. */
  given?: string;
  /** e.g. van der */
  "non-dropping-particle"?: string;
  /** e.g. de */
  "dropping-particle"?: string;
  /** e.g. Jr */
  suffix?: string;
  /** A corporate author. */
  literal?: string;
}

/** A condition that others refer to by its id. */
export interface NamedCondition {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Every one must hold. */
  all?: Condition[];
  /** At least one must hold. */
  any?: Condition[];
  /** This must not hold. */
  not?: Condition;
  /** At least so many must hold. */
  count?: Count;
  /** Id of a factor. */
  factor?: string;
  /** The factor has one of these values. */
  is?: string[];
  /** The number is this or more. */
  at_least?: string;
  /** The number is more than this. */
  above?: string;
  /** The number is less than this. */
  below?: string;
  /** The number is this or less. */
  at_most?: string;
  /** Whether the factor is known at all. */
  known?: boolean;
  /** Id of a condition that factors.yaml names. */
  ref?: string;
  /** The condition in words, as the page shows it; alone, words that no program can judge. */
  text?: string;
  /** false: that this holds is not enough (“only for some children”). */
  sufficient?: boolean;
  /** false: that this does not hold rules nothing out (“such as”). */
  necessary?: boolean;
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** A note below a table, marked in cells as ^id^. */
export interface Note {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** Markdown (CommonMark without HTML); citations as [@maki-2007] or [@maki-2007; @le-cesne-2012]. */
  text: string;
  /** Ids of the references cited in it. */
  citations: string[];
}

/** A notice about the work. */
export interface ReferenceNotice {
  /** Its kind. */
  kind: "erratum" | "expression-of-concern" | "retraction" | "comment";
  /** Where it was published. */
  citation: string;
  /** PubMed id. */
  PMID?: string;
  /** DOI without the address in front. */
  DOI?: string;
}

/** One thing that can be done. */
export interface Option {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Name as readers see it. */
  name: string;
  /** Shorter name for contents and overviews. */
  short_name?: string;
  /** Id of the group that it is in. */
  group?: string;
  /** Standing as the source states it; never inferred. */
  standing: "standard" | "listed" | "under-clinical-evaluation" | "not-stated";
  /** The population that the source states the standing for. */
  standing_population?: string;
  /** Drugs, operations, devices. */
  interventions: Intervention[];
  /** The steps, where the option is a sequence. */
  components: Component[];
  /** When it applies. */
  applies_when?: Condition;
  /** Whom the option is for. */
  population?: Subpopulation;
  /** Doses as data. */
  doses: Dose[];
  /** Approvals. */
  regulatory: Regulatory[];
  /** Day of its last review. */
  reviewed?: string;
  /** What is said: statements, lists and tables. */
  content: Block[];
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** What was found on one outcome. */
export interface Outcome {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** Name of the outcome. */
  name: string;
  /** Whether it is a benefit or a harm that is looked for. */
  kind?: "benefit" | "harm";
  /** How the panel rated it. */
  importance?: string;
  /** How it was measured. */
  measure?: string;
  /** Unit of the measure. */
  unit?: string;
  /** When it was measured. */
  time?: string;
  /** Which value is better. */
  better?: "lower" | "higher";
  /** What happens without the intervention. */
  baseline?: Baseline;
  /** The effect that compares the groups. */
  relative_effect?: RelativeEffect;
  /** The difference in people, as stated. */
  absolute_effect?: AbsoluteEffect;
  /** How many studies. */
  studies?: string;
  /** How many people were in them. */
  participants?: string;
  /** How certain the evidence is. */
  certainty?: Certainty;
  /** What it means, in words. */
  summary?: string;
  /** Works that it rests on. */
  references: string[];
}

/** One of several things that a recommendation says in one sentence. */
export interface Part {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** Markdown (CommonMark without HTML); citations as [@maki-2007] or [@maki-2007; @le-cesne-2012]. */
  text: string;
  /** Ids of the references cited in the text, in order of first citation. */
  citations: string[];
  /** The options that it is about, where they are not those of the whole. */
  about: string[];
  /** Whether it advises for or against; either: both ways are right; none: it advises neither. */
  direction?: "for" | "against" | "either" | "none";
  /** Strength and certainty as the document gives them. */
  grades: Grade[];
  /** When it applies. */
  applies_when?: Condition;
  /** What treatment aims at, as conditions over factors: systolic pressure at most 140. */
  target?: Condition;
  /** Whom it is for. */
  population?: Subpopulation;
  /** Doses as data. */
  doses: Dose[];
}

/** Whom the guideline is about (apart from who reads it). */
export interface Population {
  /** Disease. */
  condition: string;
  /** Age group. */
  age?: string;
  /** Setting, e.g. recurrent. */
  setting?: string;
  /** Codes of other systems that mean the same. */
  codes: Coding[];
}

/** An amount with its unit, a range from low to high, or so much or more, or less. */
export interface Quantity {
  /** How much or how long. */
  amount?: string;
  /** The least of a range. */
  low?: string;
  /** The most of a range. */
  high?: string;
  /** So much or more. */
  at_least?: string;
  /** So much or less. */
  at_most?: string;
  /** Unit as UCUM writes it; what is counted stands in braces: {tablet}. */
  unit: string;
}

/** A question that the guideline answers: whom, what, compared with what, for which outcomes. */
export interface Question {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Number as printed. */
  number?: string;
  /** The question as it was asked. */
  text?: string;
  /** Whom it asks about. */
  population?: string;
  /** What it asks about. */
  intervention?: string;
  /** Compared with what. */
  comparator?: string;
  /** What was to be compared. */
  outcomes: string[];
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** Why the certainty was rated so, for one domain. */
export interface CertaintyReason {
  /** What was judged. */
  domain: string;
  /** The judgement. */
  judgement: string;
  /** Why. */
  words?: string;
}

/** What the document recommends; never in an evidence summary. */
export interface Recommendation {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Number as printed. */
  number?: string;
  /** Markdown (CommonMark without HTML); citations as [@maki-2007] or [@maki-2007; @le-cesne-2012]. */
  text: string;
  /** Ids of the references cited in the text, in order of first citation. */
  citations: string[];
  /** Options that it is about. */
  about: string[];
  /** What sort of recommendation it is. */
  kind?: "recommendation" | "good-practice" | "consensus" | "statement" | "research-only";
  /** Whether it advises for or against; either: both ways are right; none: it advises neither. */
  direction: "for" | "against" | "either" | "none";
  /** Strength and certainty as the document gives them. */
  grades: Grade[];
  /** How far the panel agreed. */
  consensus?: Consensus;
  /** What others say instead. */
  dissent: Dissent[];
  /** Several things that one sentence says, each by itself. */
  parts: Part[];
  /** When it applies. */
  applies_when?: Condition;
  /** What treatment aims at, as conditions over factors: systolic pressure at most 140. */
  target?: Condition;
  /** Whom it is for. */
  population?: Subpopulation;
  /** Id of the question that it answers. */
  question?: string;
  /** What was found on each outcome. */
  outcomes: Outcome[];
  /** What was judged on the way. */
  judgements: Judgement[];
  /** Status, as published. */
  status?: string;
  /** Which of several sources it is from: the id of one of them. */
  source?: string;
  /** The version of the source that it is from. */
  source_version?: string;
  /** Where in the source. */
  source_locator?: string;
  /** Where the source has it. */
  source_url?: string;
  /** Day of its last review. */
  reviewed?: string;
  /** What is said: statements, lists and tables. */
  content: Block[];
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** Says that it is put together from archives. */
export interface Reconstruction {
  /** The archive it was put together from. */
  from: string;
  /** First and last day on which the text can have been current. */
  updated_between: string[];
  /** What the archive does not tell; it is first recorded later, never added. */
  not_known: ("factors" | "options" | "sections" | "references" | "citations" | "evidence")[];
}

/** A bibliographic item in CSL's fields (https://docs.citationstyles.org, CSL 1.0.2). */
export interface Reference {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Type in CSL's terms. */
  type: "article-journal" | "article" | "book" | "chapter" | "dataset" | "document" | "entry" | "legislation" | "paper-conference" | "post" | "regulation" | "report" | "review" | "speech" | "standard" | "thesis" | "webpage";
  /** The authors that are known, in order. */
  author: PersonName[];
  /** The editors that are known, in order. */
  editor?: PersonName[];
  /** Title, verbatim. */
  title: string;
  /** Journal or book. */
  "container-title"?: string;
  /** Series. */
  "collection-title"?: string;
  /** Publisher. */
  publisher?: string;
  /** Place. */
  "publisher-place"?: string;
  /** Edition. */
  edition?: string;
  /** A date in CSL's form. */
  issued?: CSLDate;
  /** A date in CSL's form. */
  accessed?: CSLDate;
  /** Volume. */
  volume?: string;
  /** Issue. */
  issue?: string;
  /** Pages in full, e.g. 2755-2763. */
  page?: string;
  /** Number of a report or standard; of an article, its article number. */
  number?: string;
  /** Language as a BCP 47 tag. */
  language?: string;
  /** PubMed id. */
  PMID?: string;
  /** PubMed Central id. */
  PMCID?: string;
  /** DOI without the address in front. */
  DOI?: string;
  /** ISBN of a book, with or without hyphens. */
  ISBN?: string;
  /** ISSN of the journal or series. */
  ISSN?: string;
  /** An address that begins with https:// or http://. */
  URL?: string;
  /** What CSL has no field for. */
  custom: ReferenceCustom;
}

/** What an authority has approved. */
export interface Regulatory {
  /** The authority, where stated. */
  authority?: string;
  /** What for. */
  indication: string;
  /** For whom. */
  population?: string;
  /** Day of the decision, where stated. */
  date?: string;
}

/** Another guideline or document that this one is related to: of this project, or elsewhere. */
export interface RelatedDocument {
  /** What the other one is to this guideline; replaces: this guideline takes its place. */
  kind: "replaces" | "replaced-by" | "translation-of" | "evidence-review" | "companion";
  /** Id of the other guideline, where it is one of this project. */
  guideline?: string;
  /** Title of what is published elsewhere. */
  title?: string;
  /** Its publisher. */
  publisher?: string;
  /** Its version or edition. */
  version?: string;
  /** Day of its publication. */
  date?: string;
  /** Language as a BCP 47 tag. */
  language?: string;
  /** An address that begins with https:// or http://. */
  url?: string;
}

/** An effect that compares two groups. */
export interface RelativeEffect {
  /** What is estimated: risk ratio, odds ratio, hazard ratio, rate ratio, risk difference, (standardised) mean difference. */
  measure: "RR" | "OR" | "HR" | "IRR" | "RD" | "MD" | "SMD";
  /** The estimate. */
  value?: string;
  /** Lower limit. */
  low?: string;
  /** Upper limit. */
  high?: string;
  /** Level of the interval, in percent. */
  confidence?: string;
}

/** An id that is gone for good. */
export interface RetiredId {
  /** The id that was released. */
  id: string;
  /** Why it is gone. */
  reason: string;
}

/** A part that people have in a body; who they are stands in people.yaml. */
export interface BodyRole {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** Name of the role. */
  name: string;
  /** How many have it. */
  number?: string;
  /** Whether it has a vote. */
  votes?: boolean;
}

/** A row of a table. */
export interface Row {
  /** An id that is unique in its list or table, addressed as owner.part. */
  id: string;
  /** The row is a heading of those below. */
  heading?: string;
  /** The cells, by the id of their column. */
  cells: Cell[];
  /** When it applies. */
  applies_when?: Condition;
  /** Levels of evidence of this row. */
  evidence: Evidence[];
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** A versioned grading system. */
export interface Scale {
  /** Id of the scale. */
  id: string;
  /** Version of the scale. */
  version: string;
  /** Name of the scale. */
  title: string;
  /** What is graded. */
  grades: "study" | "body-of-evidence" | "recommendation" | "consensus" | "benefit" | "other";
  /** What a level rates and what it does not. */
  rates: string;
  /** What the scale is. */
  description: string;
  /** Where it is published. */
  source?: string;
  /** An address that begins with https:// or http://. */
  url?: string;
  /** A code is one level of each axis, in this order. */
  axes: ScaleAxis[];
}

/** A search for evidence. */
export interface EvidenceSearch {
  /** What was searched. */
  database: string[];
  /** What was asked. */
  question?: string;
  /** First day that is covered. */
  from?: string;
  /** Last day that is covered. */
  to?: string;
  /** Languages that were read. */
  languages?: string;
  /** How it was searched. */
  strategy?: string;
  /** Where its protocol is registered. */
  registered?: string;
  /** How much was found. */
  found?: string;
  /** How much of it was kept. */
  kept?: string;
}

/** Prose that is neither a factor nor an option. */
export interface Section {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Number as printed. */
  number?: string;
  /** Heading. */
  title: string;
  /** Id of the section that this one is part of; it follows it in the list. */
  parent?: string;
  /** Day of its last review. */
  reviewed?: string;
  /** What is said: statements, lists and tables. */
  content: Block[];
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** Where the content comes from. */
export interface Source {
  /** What statements name it by, where there are several. */
  id?: string;
  /** Title of the source. */
  title: string;
  /** The section of the source that this guideline is made from. */
  section?: string;
  /** What the source holds and this guideline does not. */
  not_here?: string;
  /** Publisher of the source. */
  publisher: string;
  /** What the source says of itself; an empty line begins a paragraph. */
  abstract?: string;
  /** Its version, as it says. */
  version?: string;
  /** Its number in a register. */
  number?: string;
  /** An address that begins with https:// or http://. */
  url?: string;
  /** Day of its update, as it says. */
  updated?: string;
  /** Contacts of the source's publisher; never ours. */
  contact: Contact[];
  /** Terms of use of the source. */
  licence?: string;
  /** How the content was adapted, and what it is not. */
  adaptation: string;
}

/** One claim. */
export interface Statement {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** What the statement is about; nothing follows from its absence. */
  kind?: "benefit" | "harm" | "dose" | "contraindication" | "interaction" | "monitoring" | "prognosis" | "diagnosis" | "regulatory" | "rationale" | "practical" | "resources" | "values" | "background";
  /** Options and recommendations that the statement speaks of although it stands elsewhere. */
  about: string[];
  /** Whom the source states it for. */
  population?: Subpopulation;
  /** Markdown (CommonMark without HTML); citations as [@maki-2007] or [@maki-2007; @le-cesne-2012]. */
  text: string;
  /** Ids of the references cited in the text, in order of first citation. */
  citations: string[];
  /** Levels of evidence of this claim. */
  evidence: Evidence[];
  /** Which of several sources it is from: the id of one of them. */
  source?: string;
  /** Where in the source. */
  source_locator?: string;
  /** Retracted references that the statement cites knowingly. */
  cites_retracted: string[];
  /** What this says in other words: ids of this guideline, such as those of the recommendations that a figure shows; in a patient version, of the original. */
  renders: string[];
  /** Day of its last review. */
  reviewed?: string;
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** For whom something is: in words, and as data that mean the same; a text is its words. */
export interface Subpopulation {
  /** In words. */
  text: string;
  /** A condition that says the same. */
  when?: Condition;
  /** Codes of other systems that mean the same. */
  codes: Coding[];
}

/** A table as data: compared row by row and cell by cell. */
export interface Table {
  /** What the table shows. */
  title: string;
  /** The columns, in order. */
  columns: Column[];
  /** The rows, in order. */
  rows: Row[];
  /** free: the order of the rows says nothing. */
  row_order?: "free";
  /** Notes below the table. */
  notes: Note[];
}

/** A word of the document with its meaning; links in texts lead to it. */
export interface Term {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** The word as texts use it. */
  term: string;
  /** What it means in this document. */
  definition?: string;
  /** Ids of the references cited in it. */
  citations: string[];
  /** Codes of other systems that mean the same. */
  codes: Coding[];
  /** Ids that this one replaces (renamed, split or merged). */
  replaces: string[];
}

/** Why the guideline was withdrawn. */
export interface Withdrawal {
  /** Why it is no longer to be used. */
  reason: string;
  /** The last version before it. */
  last_good_version: string;
}

/** One version of a guideline, whole: all that is needed to show it for ever. */
export interface Bundle {
  /** The guideline's id, an @ and the version (or draft). */
  id: string;
  /** Version of this schema that the bundle was made with. */
  schema_version: string;
  /** What the guideline is, for whom, from where, and its dates. */
  guideline: Identity;
  /** How the lists of factors and options are introduced. */
  lists: ListIntroduction[];
  /** Conditions that others refer to by their ids. */
  conditions: NamedCondition[];
  /** Factors in reading order. */
  factors: Factor[];
  /** Groups of options. */
  groups: Group[];
  /** Options in reading order; the order is not a ranking. */
  options: Option[];
  /** Questions that recommendations answer. */
  questions: Question[];
  /** Recommendations in reading order. */
  recommendations: Recommendation[];
  /** Sections. */
  sections: Section[];
  /** Words with their meaning, in the order of the alphabet. */
  terms: Term[];
  /** References in CSL-JSON. */
  references: Reference[];
  /** The scales in force. */
  scales: Scale[];
}

/** One change. */
export interface Change {
  /** Fingerprint: sha256 of the canonical (kind, subject, old, new). */
  id: string;
  /** Kind of change. */
  kind: string;
  /** major: changes what applies; minor: changes substance; patch: wording; none: nothing for readers; initial: the first release. */
  impact: "major" | "minor" | "patch" | "none";
  /** true: harm, dose, contraindication or retraction. */
  alert: boolean;
  /** Id of the rule that gave the impact. */
  rule: string;
  /** Path of ids, such as options/pazopanib. */
  subject: string;
  /** A JSON value. */
  old?: unknown;
  /** A JSON value. */
  new?: unknown;
  /** Word differences, for prose. */
  words: WordPiece[];
  /** The change in a sentence. */
  sentence: string;
  /** Fingerprint of the change that this one came with, such as that of an added option. */
  part_of?: string;
  /** One sentence for all changes of one act, such as statements that moved together. */
  group?: string;
  /** What the editor is asked. */
  question?: string;
  /** Why, as the editors say. */
  reason?: string;
  /** What sort of reason. */
  reason_type?: "new-evidence" | "safety" | "error-corrected" | "editorial" | "source-updated";
  /** An address that begins with https:// or http://. */
  link?: string;
  /** Who accepted a lower impact. */
  accepted_by?: string;
  /** Indices into patch. */
  operations: number[];
  /** What the editors answered. */
  answer?: string;
  /** The impact by the rules, where somebody accepted a lower one. */
  computed?: "major" | "minor" | "patch" | "none";
  /** The impact that somebody asked for in vain: below the floor of the change, or below what came with it. */
  refused?: "major" | "minor" | "patch" | "none";
}

/** An operation of JSON Patch. */
export interface Operation {
  /** RFC 6902. */
  op: "add" | "remove" | "replace" | "move";
  /** JSON Pointer (RFC 6901). */
  path: string;
  /** JSON Pointer; for move. */
  from?: string;
  /** A JSON value. */
  value?: unknown;
}

/** A piece of a word difference. */
export interface WordPiece {
  /** What happened to this piece of text. */
  op: "same" | "removed" | "added";
  /** The piece. */
  text: string;
}

/** What the patch leads from and to. */
export interface Proof {
  /** sha256 of the older bundle's canonical bytes. */
  old_sha256: string;
  /** sha256 of the newer bundle's canonical bytes. */
  new_sha256: string;
}

/** changes.json: what changed from one version of a guideline to the next, with reasons and proof. */
export interface Changes {
  /** guideline@from..to */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** Id of the guideline. */
  guideline: string;
  /** The older side: a version, or what was asked for. */
  from: string;
  /** The newer side. */
  to: string;
  /** major: changes what applies; minor: changes substance; patch: wording; none: nothing for readers; initial: the first release. */
  impact: "major" | "minor" | "patch" | "none";
  /** What must be known first, in at most five sentences. */
  summary?: string[];
  /** The changes, in reading order. */
  changes: Change[];
  /** JSON Patch from the older bundle to the newer one. */
  patch: Operation[];
  /** Indices into patch of operations that only move version and date stamps. */
  stamps: number[];
  /** What the patch leads from and to. */
  proof: Proof;
}

/** What changed in one guideline; the shape of changes.json. */
export interface Comparison {
  /** guideline@from..to */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** Id of the guideline. */
  guideline: string;
  /** The older side: a version, or what was asked for. */
  from: string;
  /** The newer side. */
  to: string;
  /** major: changes what applies; minor: changes substance; patch: wording; none: nothing for readers; initial: the first release. */
  impact: "major" | "minor" | "patch" | "none";
  /** What must be known first, in at most five sentences. */
  summary?: string[];
  /** The changes, in reading order. */
  changes: Change[];
  /** JSON Patch from the older bundle to the newer one. */
  patch: Operation[];
  /** Indices into patch of operations that only move version and date stamps. */
  stamps: number[];
  /** What the patch leads from and to. */
  proof: Proof;
}

/** A warning about what changed that the editors accepted, with their reason. */
export interface Accepted {
  /** Id of the guideline. */
  guideline: string;
  /** Id of the rule. */
  rule: string;
  /** Id of the entity. */
  where: string;
  /** Why the rule does not hold here. */
  reason: string;
}

/** guidepress diff --format json: what changed in each guideline from one side to the other. */
export interface Comparisons {
  /** Always comparisons. */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** One comparison a guideline. */
  comparisons: Comparison[];
  /** Accepted warnings about what changed. */
  accepted: Accepted[];
}

/** A release. */
export interface ReleaseEntry {
  /** The version. */
  id: string;
  /** The version. */
  version: string;
  /** What kind of release. */
  kind: "release" | "consultation" | "correction" | "reviewed" | "withdrawal";
  /** major: changes what applies; minor: changes substance; patch: wording; none: nothing for readers; initial: the first release. */
  impact: "initial" | "major" | "minor" | "patch" | "none";
  /** Day of the release. */
  released: string;
  /** Day on which its content last changed. */
  updated?: string;
  /** The version that it corrects. */
  corrects?: string;
  /** A sha256 in hexadecimal. */
  bundle_sha256: string;
  /** A sha256 in hexadecimal. */
  changes_sha256?: string;
  /** sha256 of the entry before, canonical: a chain. */
  previous_sha256?: string;
}

/** What is left of a file that was removed by law. */
export interface TombstoneEntry {
  /** The name of the file below releases/. */
  id: string;
  /** A sha256 in hexadecimal. */
  sha256: string;
  /** Day of the removal. */
  date: string;
  /** Why it had to be removed. */
  reason: string;
}

/** releases/index.json: the frozen releases of a guideline: a chain of hashes. */
export interface Releases {
  /** Always releases. */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** Id of the guideline. */
  guideline: string;
  /** Oldest first. */
  releases: ReleaseEntry[];
  /** Files that were removed by law; absent where there are none. */
  tombstones?: TombstoneEntry[];
}

/** A guideline. */
export interface IndexEntry {
  /** Id of the guideline. */
  id: string;
  /** Title. */
  title: string;
  /** The newest version. */
  version: string;
  /** Status of the newest version. */
  status: "active" | "withdrawn";
  /** Language as a BCP 47 tag. */
  language: string;
  /** Day of the release. */
  released: string;
  /** Day on which its content last changed. */
  updated?: string;
  /** Address below api/v1/. */
  latest: string;
  /** Address below api/v1/. */
  versions: string;
  /** A sha256 in hexadecimal. */
  bundle_sha256: string;
  /** What it is related to, here and elsewhere. */
  related: RelatedGuideline[];
}

/** What a guideline is related to, as it is now. */
export interface RelatedGuideline {
  /** What the other one is to this guideline. */
  kind: "translation-of" | "translation" | "other-translation" | "patient-version-of" | "patient-version" | "replaces" | "replaced-by" | "evidence-review" | "evidence-review-of" | "companion" | "refers-to" | "referred-to-by";
  /** Its id, where it is one of this site. */
  guideline?: string;
  /** Its title; absent where it has no release here. */
  title?: string;
  /** Publisher of what is published elsewhere. */
  publisher?: string;
  /** Address of what is published elsewhere. */
  url?: string;
  /** Language as a BCP 47 tag. */
  language?: string;
  /** Its newest version. */
  version?: string;
  /** Status of its newest version. */
  status?: "active" | "withdrawn";
  /** Day of its newest release. */
  released?: string;
  /** The version of the original that the translation or patient version renders. */
  rendered?: string;
  /** Why it was withdrawn. */
  reason?: string;
  /** Address of its versions below api/v1/. */
  versions?: string;
  /** Whether the original has a newer version than the one that is rendered. */
  behind: boolean;
  /** Whether harms, doses or contraindications changed since that version, or the other one was withdrawn. */
  alert: boolean;
}

/** index.json: all guidelines of a site. */
export interface Index {
  /** Always index. */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** All guidelines, by id. */
  guidelines: IndexEntry[];
}

/** A version. */
export interface VersionEntry {
  /** The version. */
  id: string;
  /** The version. */
  version: string;
  /** What kind of release. */
  kind: "release" | "consultation" | "correction" | "reviewed" | "withdrawal";
  /** major: changes what applies; minor: changes substance; patch: wording; none: nothing for readers; initial: the first release. */
  impact: "initial" | "major" | "minor" | "patch" | "none";
  /** Day of the release. */
  released: string;
  /** Day on which its content last changed. */
  updated?: string;
  /** The version that it corrects. */
  corrects?: string;
  /** A sha256 in hexadecimal. */
  bundle_sha256: string;
  /** A sha256 in hexadecimal. */
  changes_sha256?: string;
  /** What became of it. */
  status: "in-consultation" | "active" | "superseded" | "withdrawn" | "entered-in-error";
  /** Address below api/v1/; absent where it was removed by law. */
  bundle?: string;
  /** Address below api/v1/; absent for a first release, or where it was removed by law. */
  changes?: string;
  /** Why it corrects another version, or why it must not be used any more; absent where neither is so. */
  reasons?: string[];
  /** Who accepted a lower impact of a change, which and why: a sentence each. */
  lowered?: string[];
  /** Says that the bundle was removed by law. */
  removed?: Removal;
}

/** A safety notice from outside, which readers see at once, without a release. */
export interface Alert {
  /** Id of the guideline. */
  guideline: string;
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** Who gave the notice. */
  authority: string;
  /** Day of the notice. */
  date: string;
  /** Where the notice is published. */
  url?: string;
  /** What the notice is about; nothing stands for the whole guideline. */
  about: string[];
  /** What the notice says, as plain text. */
  text: string;
  /** true where a patient could be hurt if this is not known. */
  alert: boolean;
}

/** When and why a file was removed by law. */
export interface Removal {
  /** Day of the removal. */
  date: string;
  /** Why it had to be removed. */
  reason: string;
}

/** versions.json: every version of a guideline and what became of it. */
export interface Versions {
  /** The guideline's id. */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** Id of the guideline. */
  guideline: string;
  /** The newest version in force; absent where there are only versions in consultation. */
  latest?: string;
  /** Safety notices from outside, newest first: those of this guideline, and of those that it renders. */
  alerts: Alert[];
  /** Newest first. */
  versions: VersionEntry[];
}

/** What became of an id. */
export interface IdEntry {
  /** A permanent id: small letters, digits and single hyphens, beginning with a letter. It is the anchor on the page and is never reused. */
  id: string;
  /** What the id names. */
  type: "factor" | "option" | "section" | "statement" | "reference" | "recommendation" | "named-condition";
  /** What became of it: it is in the newest version (present), others took its place (replaced), it was taken out with a reason (retired) or without one (removed), or the whole guideline was withdrawn (withdrawn). */
  status: "present" | "replaced" | "retired" | "removed" | "withdrawn";
  /** The version that first had it. */
  first_version: string;
  /** The last version that has it. */
  last_version: string;
  /** The ids that took its place; empty unless its status is replaced. They may have been replaced themselves: follow on. */
  replaced_by: string[];
}

/** ids.json: every id that was ever released, and what became of it. */
export interface Ids {
  /** The guideline's id. */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** Id of the guideline. */
  guideline: string;
  /** Every id ever released. */
  ids: IdEntry[];
}

/** The history of one entity. */
export interface Entry {
  /** Its permanent id. */
  id: string;
  /** What it is. */
  kind: string;
  /** The first version that has it. */
  since: string;
  /** Day of its last review, where stated. */
  reviewed?: string;
  /** What changed in it, and in what it holds, oldest first. */
  changes: Step[];
}

/** One change, as changes.json of its version has it. */
export interface Step {
  /** Fingerprint: sha256 of the canonical (kind, subject, old, new). */
  id: string;
  /** The version with the change. */
  version: string;
  /** Day of its release. */
  released: string;
  /** major: changes what applies; minor: changes substance; patch: wording; none: nothing for readers; initial: the first release. */
  impact: "major" | "minor" | "patch" | "none";
  /** true: harm, dose, contraindication or retraction. */
  alert: boolean;
  /** The change in a sentence. */
  sentence: string;
  /** Who accepted a lower impact than the rules give, or asked for one in vain, and why. */
  lowered?: string;
}

/** history.json: since when each entity is there, what changed in it, and when it was last reviewed. */
export interface History {
  /** The guideline's id. */
  id: string;
  /** Version of this schema. */
  schema_version: string;
  /** Id of the guideline. */
  guideline: string;
  /** Every entity that was ever released. */
  entities: Entry[];
}
