/** English, as far as names of resources need it. */

const irregularPlurals: ReadonlySet<string> = new Set(
  "people children men women feet teeth mice geese oxen criteria phenomena indices matrices vertices appendices schemata".split(
    " ",
  ),
);

/** The same in singular and plural, or a mass that is not counted: right in both places. */
const uncounted: ReadonlySet<string> = new Set(
  (
    "data metadata media information equipment feedback history progress inventory stock staff news series species " +
    "content software hardware firmware traffic usage billing storage email mail spam money cash music audio video " +
    "research knowledge advice evidence luggage training health weather activity-feed feed timeline graphql batch bulk " +
    "settings preferences statistics stats metrics credentials permissions options details analytics contents earnings " +
    "terms docs headquarters means sms dns aws ios sso https address-book me self current latest default"
  ).split(" "),
);

const singularEndingInS: ReadonlySet<string> = new Set(
  "bus gas bias canvas atlas alias lens campus census virus corpus status bonus nexus focus radius syllabus apparatus chorus consensus plus surplus thermos kudos cosmos chaos".split(
    " ",
  ),
);

const pluralEndingInUsOrIs: ReadonlySet<string> = new Set(
  "menus apis taxis gurus skus cpus gpus uris emojis kpis wikis".split(" "),
);

/** The word that counts in a compound: `api-keys` → `keys`. */
function head(segment: string): string {
  const words = wordsOfSegment(segment);
  return words.at(-1) ?? "";
}

/** The words of a segment or identifier, lower case. */
export function wordsOfSegment(segment: string): readonly string[] {
  return segment
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** True where the segment names many things (`api-keys`), or something that is not counted (`history`). */
export function isPlural(segment: string): boolean {
  const word = head(segment);
  if (uncounted.has(word) || irregularPlurals.has(word) || pluralEndingInUsOrIs.has(word))
    return true;
  return word.endsWith("s") && !endsLikeSingular(word);
}

/** True where the segment names one thing (`status`), or something that is not counted. */
export function isSingular(segment: string): boolean {
  const word = head(segment);
  return uncounted.has(word) || (!isPlural(segment) && word !== "");
}

function endsLikeSingular(word: string): boolean {
  return singularEndingInS.has(word) || /(ss|us|is)$/.test(word);
}

/** The plural of a word, for hints. */
export function pluralOf(segment: string): string {
  if (isPlural(segment)) return segment;
  if (/[^aeiou]y$/.test(segment)) return `${segment.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(segment)) return `${segment}es`;
  return `${segment}s`;
}

/** The singular of a word, for hints. */
export function singularOf(segment: string): string {
  if (/[^aeiou]ies$/.test(segment)) return `${segment.slice(0, -3)}y`;
  if (/(sses|uses|xes|zes|ches|shes)$/.test(segment)) return segment.slice(0, -2);
  return segment.endsWith("s") && isPlural(segment) ? segment.slice(0, -1) : segment;
}

/** Verbs that no resource is called by, so a segment with one first is a controller. */
const verbs: ReadonlySet<string> = new Set(
  (
    "accept acknowledge activate add allocate apply approve archive assign attach authenticate authorize begin bind block cancel " +
    "clear clone close commit compute configure confirm connect convert decline decrypt deactivate delete deliver deny deploy " +
    "deregister detach disable disapprove disconnect dismiss dispatch duplicate edit enable encrypt enqueue evaluate " +
    "execute expire fetch finalize finish follow forget generate get grant halt hide ignore initialize insert install invalidate " +
    "invite invoke join kick kill launch leave list login logout lookup merge migrate modify mute notify open pause " +
    "perform persist poll post prepare prioritize promote provision prune publish purge put queue read reactivate reassign " +
    "rebuild receive recompute recover redeliver redeem reenable refuse regenerate register reject release reload remove rename render " +
    "renew reopen reorder replace replay reprocess republish reset resend resolve restart restore resume resubmit retrieve retry " +
    "revoke revalidate rotate save send shutdown signin signout signup simulate skip split start stop submit subscribe suspend " +
    "swap sync synchronize terminate toggle transfer translate trigger unarchive unassign unblock undo undelete unfollow uninstall " +
    "unlink unlock unmute unpublish unregister unsubscribe unsuspend update upgrade upsert validate verify withdraw write"
  ).split(" "),
);

/** What the HTTP method says already. */
const crudVerbs: ReadonlySet<string> = new Set(
  "get fetch list retrieve read create add insert update modify edit delete remove put post patch save".split(
    " ",
  ),
);

/** Words that are verbs and nouns alike; what they are, the methods tell. */
const nounsAndVerbs: ReadonlySet<string> = new Set(
  (
    "access audit backup benchmark call change charge check checkout comment copy count debug download draft enquiry export " +
    "estimate filter forecast forward import lease limit link load lock log match measure monitor move order pay ping plan preview " +
    "print process query quote rank rate reboot record refresh refund report request reserve return review rollback run scan schedule " +
    "score search share sort state store test track transform trial upload use view vote watch create"
  ).split(" "),
);

/** `cancel`, `assign-task`: certainly something to do. */
export function isVerb(segment: string): boolean {
  return verbs.has(wordsOfSegment(segment)[0] ?? "");
}

/** `refresh`, `search`: maybe something to do, maybe a thing. */
export function mayBeVerb(segment: string): boolean {
  return isVerb(segment) || nounsAndVerbs.has(wordsOfSegment(segment)[0] ?? "");
}

/** `getUsers`, `create`: what the method should say; null: the segment begins with no such verb. */
export function crudVerbOf(segment: string): string | null {
  const [first = "", second] = wordsOfSegment(segment);
  if (!crudVerbs.has(first)) return null;
  // `/posts`-like nouns are plural, `/list` or `/post` alone may be a thing.
  return second === undefined && /^(post|list|patch|read)$/.test(first) ? null : first;
}

const identifierVerbs: ReadonlySet<string> = new Set([
  ...verbs,
  ...crudVerbs,
  ...nounsAndVerbs,
  "say",
  "find",
  "set",
  "stream",
  "try",
  "make",
  "tell",
  "show",
  "ask",
  "answer",
  "sign",
  "log",
]);

/** True for a name such as `listProjects`, whose first word says what is done. */
export function beginsWithVerb(name: string): boolean {
  return identifierVerbs.has(wordsOfSegment(name)[0] ?? "");
}

/** How a name is written; null: in no way that has a name. */
export type Casing = "snake_case" | "camelCase" | "PascalCase" | "kebab-case" | null;

/** The way a name is written; a single lower-case word fits several ways and gives null. */
export function caseOf(name: string): Casing {
  if (/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(name)) return "snake_case";
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name)) return "kebab-case";
  if (/^[a-z][a-z0-9]*([A-Z][a-z0-9]*)+$/.test(name)) return "camelCase";
  return /^([A-Z][a-z0-9]*)+$/.test(name) && name !== name.toUpperCase() ? "PascalCase" : null;
}

/** True for lower-case words joined by underscores. */
export function isSnake(name: string): boolean {
  return /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);
}

/** The name in snake_case. */
export function snakeCase(name: string): string {
  return wordsOfSegment(name).join("_");
}

/** The name in kebab-case. */
export function kebabCase(name: string): string {
  return wordsOfSegment(name).join("-");
}
