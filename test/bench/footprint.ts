// How soon the bot is ready after its process starts, and how much memory it holds when nothing happens.
import { setTimeout as later } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { median, type Report } from './figures.ts'

const STARTS = 5
/** Milliseconds. */
const IDLE = 10_000
const READY_GOAL = 800
const MEMORY_GOAL = 110

export async function footprint(bench: Bench): Promise<Report> {
  const starts: number[] = []
  let memory: number | undefined
  // The first start reads the files from the disk for all of them, and is not counted.
  for (let start = 0; start <= STARTS; start += 1) {
    const bot = await bench.startBot()
    if (start > 0) starts.push(bot.readyAfter)
    if (start === STARTS) {
      await later(IDLE)
      memory = bot.memory()
    }
    await bot.stop()
  }
  const ready = median(starts)
  return {
    title: 'Footprint of the bot',
    columns: ['bot'],
    rows: [
      {
        name: 'ready after',
        values: [`${ready.toFixed(0)} ms`],
        goal: { text: `within ${READY_GOAL} ms`, met: ready <= READY_GOAL },
      },
      memory === undefined
        ? { name: 'memory when idle', values: ['unknown here'] }
        : {
            name: 'memory when idle',
            values: [`${memory.toFixed(0)} MB`],
            goal: { text: `below ${MEMORY_GOAL} MB`, met: memory < MEMORY_GOAL },
          },
    ],
    notes: [
      `Ready: from spawning \`node dist/main.js\` to the first 200 of /readyz (asked every few milliseconds), median of ${STARTS} after one that is not counted; Slack, Dremio and Redis are there from the beginning. All: ${starts.map((value) => value.toFixed(0)).join(', ')} ms.`,
      `Memory: resident (VmRSS, in 10^6 bytes) ${IDLE / 1_000} s after that, over HTTP, web and worker in one process, no request but the probes.`,
    ],
    numbers: { ready, starts, memory },
  }
}
