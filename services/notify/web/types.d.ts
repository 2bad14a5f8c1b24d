// What several modules of the page speak of. Read by the type checker only; a browser never asks for it.

interface Signal<T> {
  readonly value: T;
  set(next: T): void;
  /** Be told of every change; the answer ends it. */
  watch(watcher: (value: T) => void): () => void;
}

/** The Idempotency-Keys of commands that have no answer yet. `content` is the path and the body, as JSON. */
interface Keys {
  begin(path: string, content: string): { key: string; sentBefore: boolean };
  /** No answer came. */
  lose(content: string, key: string): void;
  /** The answer is there. */
  settle(content: string): void;
}

/** What is typed into a form, by field, and what was sent from it and not answered. `at` is in milliseconds. */
interface Draft {
  fields: Record<string, any>;
  sent?: {
    state?: unknown;
    content?: string;
    key?: string;
    doubtful?: boolean;
  };
  at?: number;
}

/** What the stream hints at. */
interface Change {
  event: string;
  visit?: string | null;
  answers?: boolean;
}

type StreamMessage = { type: string; state?: string; data?: any };

/** The person signed in. */
interface Me {
  staff: string;
  name: string;
  roles: string[];
  branches: string[];
  timezones: Record<string, string>;
  present: boolean;
  has_password: boolean;
  covers: { branch: string; absent: string; cover: string; role: string }[];
}

/** The names of the commands and queries that the person may ask of a service. `branches` has all of a branch. */
interface Rights {
  everywhere: string[];
  branches: Record<string, string[]>;
}

interface Session {
  state: "opening" | "out" | "in" | "away";
  me?: Me;
  ended?: boolean;
  error?: any;
  failure?: any;
}

/** A visit on the floor. */
interface Visit {
  visit: string;
  ticket: string;
  ticket_class: string;
  need: string;
  since: string;
  care: string[];
  counter?: string;
  channel?: string;
  recalls?: number;
  masked_name?: string;
  segment?: string;
  called_at?: string;
  parked_at?: string;
  wait_low_seconds?: number;
  wait_high_seconds?: number;
}

interface Counter {
  counter: string;
  state: string;
  serves: string[];
  ready: number;
  is_free: boolean;
  staff?: string;
  visit?: string;
  ticket?: string;
  paused?: string;
  paused_at?: string;
}

/** Something done to a ticket that can still be taken back. */
interface Undoable {
  change: string;
  what: string;
  by: string;
  until: string;
  visit: string;
  ticket: string;
  counter?: string;
}

interface Floor {
  branch: string;
  name_zh: string;
  name_en: string;
  now: string;
  timezone: string;
  counters: Counter[];
  waiting: Visit[];
  parked: Visit[];
  diverted: Visit[];
  serving: Visit[];
  undoable: Undoable[];
  stranded: {
    reason: string;
    waiting: number;
    longest: string[];
    counter?: string;
    ticket_class?: string;
    need?: string;
  }[];
}

interface ShownFloor {
  branch: string | null;
  floor: Floor | null;
  error: any;
  at: number | null;
}

/** One thing that this person was told. */
interface Entry {
  id: string;
  n: number;
  branch: string;
  kind: string;
  urgency: string;
  text: { zh: string; en: string };
  facts: Record<string, any>;
  at: string;
  needs_ack: boolean;
  ack_by: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  quiet: boolean;
  answer: string | null;
}

interface FeedState {
  entries: Entry[];
  last: number;
  loaded: boolean;
  more: boolean;
  at: number | null;
}

/** What was done from this screen, by the ids of entries: keys of texts. */
type Outcomes = Record<string, string>;
