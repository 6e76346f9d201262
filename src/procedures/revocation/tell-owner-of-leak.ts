// Records who reported a token as leaked, and shows its owner.
import type { Ports } from '../../core/ports.ts'
import type { Token } from '../../core/tokens/token.ts'
import { showLeakReport } from '../messages/show-leak-report.ts'
import { updateToken } from '../records/update-token.ts'

/** The message names the first of them and counts the others. */
const MOST_REPORTERS = 100

/** `by` is the Slack id of the reporter. False if the owner could not be told. */
export async function tellOwnerOfLeak(ports: Ports, by: string, { tid }: Token): Promise<boolean> {
  const token = await updateToken(ports, tid, (before) => {
    const { leakReporters = [] } = before
    if (leakReporters.includes(by) || leakReporters.length >= MOST_REPORTERS) return before
    return { ...before, leakReporters: [...leakReporters, by] }
  })
  return (await showLeakReport(ports, token)) === 'delivered'
}
