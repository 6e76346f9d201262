// Runs the benchmarks and prints what they found: `npm run bench -- [name …] [--json]`. Never fails because of a figure.
import { acknowledge } from './acknowledge.ts'
import { alarms } from './alarms.ts'
import { type Bench, openBench } from './bench.ts'
import type { Report } from './figures.ts'
import { footprint } from './footprint.ts'
import { homes } from './homes.ts'
import { machine } from './machine.ts'
import { printed } from './print.ts'
import { reminders } from './reminders.ts'

/** In this order. A new one is one line. */
const benchmarks: Readonly<Record<string, (bench: Bench) => Promise<Report>>> = {
  footprint,
  acknowledge,
  alarms,
  reminders,
  homes,
}

const words = process.argv.slice(2)
const json = words.includes('--json')
const names = words.filter((word) => word !== '--json')
const unknown = names.find((name) => benchmarks[name] === undefined)
if (unknown !== undefined) {
  console.error(`There is no benchmark “${unknown}”: ${Object.keys(benchmarks).join(', ')}`)
  process.exit(1)
}

const bench = await openBench()
try {
  const where = await machine(bench.redis)
  const found: Record<string, Report> = {}
  if (!json) {
    console.log(`\n${where.cores} cores (${where.processor}), ${where.platform}, Node ${where.node}`)
    console.log(`Redis: ${where.redis}`)
    if (bench.redis.kind === 'embedded')
      console.log('It is not a real Redis, and it shares the load generator’s process!')
    console.log(`Load of the last minute before: ${where.load.toFixed(2)} (on a quiet machine about 0)\n`)
  }
  for (const [name, run] of Object.entries(benchmarks)) {
    if (names.length > 0 && !names.includes(name)) continue
    const report = await run(bench)
    found[name] = report
    if (!json) console.log(printed(report))
  }
  if (json) {
    const numbers = Object.entries(found).map(([name, report]) => [name, report.numbers])
    console.log(JSON.stringify({ machine: where, ...Object.fromEntries(numbers) }, undefined, 2))
  }
} finally {
  await bench.stop()
}
