/** Past participles that do not end in `ed`; those that look like the verb itself (`set`, `run`) are among them. */
const irregular: ReadonlySet<string> = new Set(
  `arisen awoken become begun bent bet bid bound blown born bought bred broken brought broadcast built burnt burst cast
  caught chosen come cost crept cut dealt done dealt drawn driven dug eaten fallen fed felt fled flown forbidden forecast
  foreseen forgiven forgotten fought found frozen given gone got gotten ground grown had heard held hidden hit hung hurt
  input kept knelt known laid learnt led left lent let lit lost made meant met mistaken misread offset outdone output
  overridden overrun overtaken overwritten paid preset proven put quit read rebound rebuilt recast redone redrawn
  relaid remade reread rerun resent reset resold retaken rethrown rewound rewritten ridden risen run rung said sat seen
  sent set sewn shaken shed shot shown shrunk shut slept slid sold sought spent split spoken spread spun stolen stood
  struck stuck sung sunk swept swollen sworn swum swung taken taught thought thrown told torn typeset unbound undone
  understood underwritten undergone unfrozen unset unwound upheld upset withdrawn withheld withstood woken won worn wound
  woven written`.split(/\s+/),
);

/** Words that end in `ed` and state no past. */
const notPast: ReadonlySet<string> = new Set(
  "bed bleed breed creed deed embed exceed feed greed heed indeed need newsfeed precede proceed red reed seed shed sled speed steed succeed weed wed".split(
    " ",
  ),
);

/** States that something can be in; an event may say that one was reached. */
const states: ReadonlySet<string> = new Set(
  `absent active alive asleep available awake away back bound busy clean clear clogged closed complete compromised
  corrupt current dead degraded dirty done down due empty enabled expired fatal final free frozen full green healthy
  hidden idle inactive incomplete invalid late live locked low missing needed new obsolete offline ok online open
  operational out outdated over overdue pending present public quiet ready red responsive running safe sick silent slow
  stable stale starting steady stuck terminating thin unavailable unhealthy unknown unready unreachable unresponsive
  unstable up valid visible warm yellow`.split(/\s+/),
);

/** Signs of life and trouble that are facts by themselves: nothing acts, something is told. */
const signs: ReadonlySet<string> = new Set(
  "alarm alert crash error exception failure fault health heartbeat incident metric outage pulse snapshot status tick timeout tombstone warning".split(
    " ",
  ),
);

/** True for a past participle: `created`, `sent`, `split`. */
export function isParticiple(word: string): boolean {
  if (irregular.has(word)) return true;
  if (notPast.has(word)) return false;
  if (/^(re|un|over|under|out|mis|pre|co)/.test(word) && hasIrregularEnd(word)) return true;
  return /[a-z]{2}ed$/.test(word);
}

/** `resent`, `unsent`: a prefix before an irregular participle. */
function hasIrregularEnd(word: string): boolean {
  const rest = word.replace(/^(re|un|over|under|out|mis|pre|co)/, "");
  return rest.length > 2 && irregular.has(rest);
}

/** True for a state, or for one that is being entered: `ready`, `overdue`, `compensating`. */
export function isState(word: string): boolean {
  return states.has(word) || signs.has(word) || /[a-z]{3}ing$/.test(word);
}
