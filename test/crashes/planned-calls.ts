// Whether a step makes the calls that were counted for it, in whichever process its bot runs.

/** What ends at the same time is said to the alarm queue at once, so nobody can foresee how often it is called. */
const ofAlarmQueue: readonly string[] = ['redis claim-alarms alarms', 'redis finish-alarms alarm-leases']

/** What a process does once after it started, beside whatever people ask of it by then. */
const ofStart: readonly string[] = ['redis note-policy-version policy-version', 'redis info']

/** Calls that are not among the planned ones, or too often. Their order is free: alarms run beside one another. */
export function unplanned(calls: readonly string[], planned: readonly string[]): string[] {
  const left = [...planned]
  return calls.filter((call) => {
    if (ofStart.includes(call)) return false
    const found = left.indexOf(call)
    if (found >= 0 && !ofAlarmQueue.includes(call)) left.splice(found, 1)
    return found < 0
  })
}
