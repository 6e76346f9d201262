// Whether Homes of 10,000 people stay within Slack's limit, and out of the way of people's commands.
import type { Bench } from './bench.ts'
import { median, milliseconds, percentile, perSecond, type Report, type Row, times } from './figures.ts'
import { AWAY_FOR, type ClockFigures, measureByClock } from './homes-by-clock.ts'
import { CHANGED, CHANGES, COMMANDS, ROUNDS } from './homes-commands.ts'
import { type CostFigures, measureCosts, type Reading } from './homes-costs.ts'
import { type DeployedFigures, LIMIT, measureDeployed, QUIET_MINUTES } from './homes-deployed.ts'
import { COLLECTED, PEOPLE } from './homes-records.ts'
import { startPrivateRedis } from './private-redis.ts'

/** Of Slack's hundred calls a minute forty are left to people who open Home. */
const BACKGROUND = 60
/** As much as the same commands differ from one round to the next; answers are timed in whole milliseconds. */
const NOISE = 1.15
const LONGEST_WAIT = 100

const micro = (value: number) => `${value.toFixed(0)} µs`
const columns = ['figure', '', '']
const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 })

export async function homes(bench: Bench): Promise<Report> {
  const title = `Homes: ${number(PEOPLE)} people who opened Home, and another policy`
  const redis = await startPrivateRedis()
  if (!redis) {
    return { title, columns, rows: [], notes: ['Not measured: there is no redis-server on the PATH.'], numbers: {} }
  }
  try {
    const { figures: deployed, encryptionKey, versions } = await measureDeployed(bench, redis)
    const costs = await measureCosts(redis, encryptionKey)
    const byClock = await measureByClock(redis, { encryptionKey, version: 'another' })
    return {
      ...{ title, columns, notes: notesOf(redis.program, deployed) },
      rows: [...deployedRows(deployed), ...commandRows(deployed), ...clockRows(byClock), ...costRows(costs)],
      numbers: { deployed, byClock, costs, versions },
    }
  } finally {
    await redis.stop()
  }
}

function deployedRows({ perMinute, worker, memory, openings, limited, background }: DeployedFigures): Row[] {
  const share = (value: number | undefined) => (value === undefined ? 'unknown' : `${(value / 10).toFixed(1)} %`)
  return [
    within('published in a minute, nobody at the screen', Math.max(...perMinute), perMinute.map(number).join(', ')),
    {
      name: 'in the rounds of commands',
      values: [`${background.toFixed(2)} /s`, `${number(CHANGES)} changes a round`, ''],
    },
    {
      name: 'refused because of Slack’s limit',
      values: [number(limited), `of ${LIMIT} a minute`, ''],
      goal: { text: 'none', met: limited === 0 },
    },
    { name: 'worker, of one core', values: [share(worker.busy), `idle: ${share(worker.idle)}`, ''] },
    {
      name: 'Redis memory of each person’s Home',
      values: [`${number(memory.home)} B`, `with all records: ${number(memory.person)} B`, ''],
    },
    { name: 'Home opened, to views.publish', values: quantiles(openings.usual) },
    { name: `the same with ${COLLECTED} tokens`, values: quantiles(openings.collectors) },
    { name: 'the same of a bot admin', values: quantiles(openings.administrator) },
    {
      name: 'calls for one opening',
      values: [median(openings.calls).toFixed(0), `most: ${Math.max(...openings.calls)}`, ''],
    },
  ]
}

function commandRows({ commands }: DeployedFigures): Row[] {
  return (['acknowledged', 'answered'] as const).flatMap((what) =>
    ([0.5, 0.95, 0.99] as const).map((share): Row => {
      const [busy, alone] = [percentile(commands.with[what], share), percentile(commands.without[what], share)]
      return {
        name: `/dremio-pat list ${what}, p${100 * share}`,
        values: [milliseconds(busy), `without: ${milliseconds(alone)}`, times(busy / alone)],
        ...(share === 0.5 && { goal: { text: `at most x ${NOISE}`, met: busy <= NOISE * alone } }),
      }
    }),
  )
}

function clockRows({ noted, most, everybody, burst, processor }: ClockFigures): Row[] {
  const delays = [0.5, 0.95, 1].map((share) => `${(percentile(burst.delays, share) / 1_000).toFixed(0)} s`)
  return [
    within('most in any minute, by the clock', most.policy, `${number(noted)} to publish`),
    within(`the same, ${number(CHANGES)} changes at once`, most.burst, `by ${CHANGED} people`),
    within(`the same, worker away for ${AWAY_FOR / 60_000} minutes`, most.away, 'after it came back'),
    {
      name: 'publications for each who changed something',
      values: [median(burst.calls).toFixed(0), `most: ${Math.max(...burst.calls)}`, ''],
    },
    { name: 'until each was shown', values: [`p50: ${delays[0]}`, `p95: ${delays[1]}`, `last: ${delays[2]}`] },
    { name: 'everybody up to date after', values: [`${(everybody / 3_600_000).toFixed(1)} h`, 'with that hour', ''] },
    { name: 'processor time of a publication', values: [milliseconds(processor), 'without HTTP', ''] },
  ]
}

function costRows({ oneByOne, inFlight, inRedis, outstanding, counts, administrator }: CostFigures): Row[] {
  const writes = (name: string, { alone, nobodyOpened, everybodyOpened }: CostFigures['oneByOne']): Row[] => [
    { name: `a token written, ${name}`, values: [perSecond(alone), 'without Homes', ''] },
    {
      name: 'with Homes, nobody opened theirs',
      values: [perSecond(nobodyOpened), times(nobodyOpened / alone), micro(1e6 / nobodyOpened - 1e6 / alone)],
    },
    {
      name: 'with Homes, everybody did',
      values: [
        ...[perSecond(everybodyOpened), times(everybodyOpened / alone)],
        micro(1e6 / everybodyOpened - 1e6 / alone),
      ],
    },
  ]
  const reading = (name: string, { took, blocked }: Reading): Row => ({
    name,
    values: [milliseconds(took), `event loop: ${milliseconds(blocked)}`, ''],
    goal: { text: `loop below ${LONGEST_WAIT} ms`, met: blocked < LONGEST_WAIT },
  })
  return [
    ...writes('one by one', oneByOne),
    ...writes('many in flight', inFlight),
    {
      name: 'a note that Homes change, in Redis alone',
      values: [micro(inRedis.everybodyOpened), `nobody opened theirs: ${micro(inRedis.nobodyOpened)}`, ''],
    },
    reading('what is outstanding, read', outstanding),
    reading('all tokens, counted', counts),
    reading('a bot admin’s part of Home', administrator),
  ]
}

function within(name: string, figure: number, about: string): Row {
  return {
    name,
    values: [`${number(figure)} /min`, about, ''],
    goal: { text: `at most ${BACKGROUND} /min`, met: figure <= BACKGROUND },
  }
}

const quantiles = (each: number[]) => [
  `p50: ${milliseconds(median(each))}`,
  `p95: ${milliseconds(percentile(each, 0.95))}`,
  `${each.length} times`,
]

function notesOf(program: string, { tokens }: DeployedFigures): string[] {
  return [
    `As deployed: dist/main.js web and dist/main.js worker, a private ${program} over a Unix socket, records signed; ${number(PEOPLE)} people have opened Home and have ${number(tokens)} tokens. Simulated Slack refuses more than ${LIMIT} calls of views.publish within a minute.`,
    `The policy file is changed and both processes are told to read it again; then ${QUIET_MINUTES} whole minute of nothing else, then people open Home while the others’ are still being published. From sending the signed event to the call’s arrival at Slack.`,
    `Commands: ${ROUNDS} rounds of ${COMMANDS} with Homes being published and ${ROUNDS} without, by turns, one command at a time, acknowledged by HTTP and answered at the response_url. In all of them ${CHANGES} tokens of ${CHANGED} people are changed within a second from outside the two processes; in the rounds without, no Home hears of that and the alarms of Homes are taken away.`,
    'By the clock: the bot’s own alarm engine and records in this process with a clock that is moved, looking once a second as a worker does, and a Slack that takes everything at once. The most in any sixty seconds is counted over all calls.',
    'Written tokens: medians of slices by turns; µs: what one write takes longer. Read: medians; event loop: the longest that this process could do nothing else meanwhile.',
  ]
}
