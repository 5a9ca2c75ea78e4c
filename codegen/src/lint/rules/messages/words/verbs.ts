/** Verbs that commands of services are made of, in the imperative. */
const verbs: ReadonlySet<string> = new Set(
  `abort accept access acknowledge acquire activate adapt add adjust admit adopt advance advise alert align allocate allow
  amend analyze analyse announce answer append apply approve archive arrange ask assemble assert assess assign attach
  attempt audit authorize backup balance ban batch become begin bill bind block book boot broadcast browse build bulk buy
  cache calculate call cancel capture cast change charge check choose claim classify clean clear click clone close
  collect combine commit compare compensate compile complete compose compress compute configure confirm connect consume
  contact continue convert copy correct correlate count cover create credit crop cut debit decide declare decline decode
  decompress decrease decrypt dedupe define defer delay delegate delete deliver deny deploy deposit derive describe
  destroy detach detect determine diagnose disable discard disconnect discover dispatch display dispute distribute
  divide do downgrade download draft drain draw drop dump duplicate edit eject elect emit enable encode encrypt end
  enforce enqueue enrich enrol enroll ensure enter enumerate erase escalate estimate evaluate evict examine exchange
  exclude execute exit expand expire explain export expose extend extract fail fetch fill filter finalize find finish fix
  flag flush focus follow forbid force forecast forget fork format forward free freeze fulfil fulfill gather generate get
  give go grant group grow guard halt handle hash hide hire hold honor identify ignore import improve include increase
  increment index inform ingest initialize initiate inject insert inspect install instruct integrate interrupt introduce
  invalidate invite invoice invoke issue join judge keep kill label launch learn leave lend limit link list listen load
  locate lock log look loop lower mail maintain make manage map mark match measure merge migrate minimize mint mirror
  modify monitor mount move mute name negotiate normalize note notify observe obtain offer omit open operate optimize
  orchestrate order override overwrite own pack parse partition pass patch pause pay perform persist pick pin ping place
  plan play poll populate post postpone preload prepare present preserve press prevent preview price print prioritize
  probe process procure produce profile promise promote prompt propagate propose protect provide provision prune publish
  pull purchase purge push put quarantine query queue quit quote raise rank rate reach react read rebalance reboot
  rebuild recalculate receive recheck recognize recommend reconcile reconnect record recover recycle redeem redeliver
  redirect redispatch redo reduce reexecute refer refine refresh refund refuse regenerate register reindex reject relay
  release reload relocate remind remove rename render renew rent reopen reorder repair repay repeat replace replan
  replay reply report request require rerun reschedule resend reserve reset resize resolve respond restart restock
  restore restrict resubmit resume retire retrieve retry return reveal reverse revert review revise revoke reward rewind
  rewrite roll rotate route run sample sanitize save scale scan schedule score scrub seal search secure seed select sell
  send separate serve set settle setup share shift ship show shrink shut shutdown sign simulate skip sleep snapshot
  snooze solve sort spawn split stage start state stop store stream submit subscribe substitute summarize supply support
  suspend swap switch sync synchronize tag take teach tell terminate test throttle tick top touch trace track train
  transcribe transfer transform translate transmit trigger trim truncate try tune turn unarchive unassign unban unblock
  undelete undo unfollow unfreeze uninstall unlink unlock unmount unpack unpause unpin unpublish unregister unsubscribe
  update upgrade upload upsert use validate verify view void vote wait wake walk warm warn watch weigh withdraw work wrap
  write yield`.split(/\s+/),
);

/** True for a verb in the imperative: one of the list, one made of it (`reassign`), or one with the ending of a verb. */
export function isImperative(word: string): boolean {
  if (verbs.has(word)) return true;
  if (/(ed|ing)$/.test(word)) return false;
  const base = word.replace(/^(re|un|de|dis|pre|over|under|auto|co|mis|out)/, "");
  return (base !== word && verbs.has(base)) || /[a-z]{2}(ize|ise|ify)$/.test(word);
}

/** The verb that a past form or a gerund was made of, where the list has it: `created` → `create`. */
export function verbOf(word: string): string | null {
  for (const stem of stemsOf(word)) if (verbs.has(stem)) return stem;
  return null;
}

function stemsOf(word: string): readonly string[] {
  const [, stem] = /^(.{2,}?)(?:ed|ing|s|es|ation|ion|er|or)$/.exec(word) ?? [];
  if (stem === undefined) return [];
  const single = stem.replace(/([^aeiou])\1$/, "$1");
  return [stem, `${stem}e`, single, `${stem.replace(/i$/, "")}y`, `${stem.replace(/at$/, "")}e`];
}
