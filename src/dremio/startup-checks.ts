// Probes Dremio at the start and regularly after that, to switch off and report what cannot work before people try it.
import { setTimeout } from 'node:timers/promises'
import type { HealthCheck } from '../core/health-check.ts'
import { HOUR, MINUTE } from '../core/time/duration.ts'
import type { Dremio } from './dremio.ts'

export interface Looking {
  /** Reports a finding to the operator. */
  say: (finding: HealthCheck) => void
  stopping: AbortSignal
}

/** Resolves after the first probe, and repeats it in the background until `stopping`. */
export async function watchDremio(dremio: Dremio, looking: Looking): Promise<void> {
  const isFine = await probeAndReport(dremio, looking)
  void probeRegularly(dremio, looking, isFine)
}

async function probeAndReport(dremio: Dremio, { say }: Looking): Promise<boolean> {
  const troubles = (await dremio.runHealthChecks()).filter(({ state }) => state !== 'ok')
  troubles.forEach(say)
  return isFineWith(troubles)
}

/**
 * Probes each minute until nothing fails any more, then each hour, because Dremio may recover or be upgraded. Repeated
 * probes of a known failure report nothing, so that the log does not repeat a warning every minute.
 */
async function probeRegularly(dremio: Dremio, looking: Looking, isFine: boolean): Promise<void> {
  for (let wasFine = isFine; ; ) {
    await pause(wasFine ? HOUR : MINUTE, looking.stopping)
    if (looking.stopping.aborted) return
    wasFine = wasFine ? await probeAndReport(dremio, looking) : isFineWith(await dremio.runHealthChecks())
  }
}

/** Ends early on `stopping`, and does not keep the process alive. */
function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return setTimeout(milliseconds, undefined, { signal: stopping, ref: false }).catch(() => {})
}

function isFineWith(findings: readonly HealthCheck[]): boolean {
  return findings.every(({ state }) => state !== 'failure')
}
