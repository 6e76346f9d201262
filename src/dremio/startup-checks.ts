// Looks at Dremio at the start and ever after: what cannot work is switched off before somebody tries it, and said.
import { setTimeout } from 'node:timers/promises'
import type { HealthCheck } from '../core/health-check.ts'
import { HOUR, MINUTE } from '../core/time/duration.ts'
import type { Dremio } from './dremio.ts'

export interface Looking {
  /** What somebody should know, for the operator. */
  say: (finding: HealthCheck) => void
  stopping: AbortSignal
}

/** Resolves after the first look, and goes on behind it until it is told to stop. */
export async function watchDremio(dremio: Dremio, looking: Looking): Promise<void> {
  const isFine = await look(dremio, looking)
  void lookAgain(dremio, looking, isFine)
}

async function look(dremio: Dremio, { say }: Looking): Promise<boolean> {
  const troubles = (await dremio.runHealthChecks()).filter(({ state }) => state !== 'ok')
  troubles.forEach(say)
  return isFineWith(troubles)
}

/** A Dremio that is away, old or wrongly set up today may be neither tomorrow. Nobody reads the same warning every minute. */
async function lookAgain(dremio: Dremio, looking: Looking, isFine: boolean): Promise<void> {
  for (let wasFine = isFine; ; ) {
    await pause(wasFine ? HOUR : MINUTE, looking.stopping)
    if (looking.stopping.aborted) return
    wasFine = wasFine ? await look(dremio, looking) : isFineWith(await dremio.runHealthChecks())
  }
}

/** Ends early when it is time to stop, and keeps no process alive. */
function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return setTimeout(milliseconds, undefined, { signal: stopping, ref: false }).catch(() => {})
}

function isFineWith(findings: readonly HealthCheck[]): boolean {
  return findings.every(({ state }) => state !== 'failure')
}
