// How fast `/dremio-pat list` and a click on *My tokens* are acknowledged, beside a bare Bolt app that does nothing else.
import type { AppProcess } from './app-process.ts'
import type { Bench } from './bench.ts'
import { median, milliseconds, percentile, perSecond, type Report, type Row, times } from './figures.ts'
import { openSender, type Sender } from './load.ts'
import type { Kind } from './simulators.ts'

const ROUNDS = 5
const WARM_UP = 500
/** Milliseconds after each acknowledgement; the bot needs less for the rest of its work. */
const calm = { requests: 60, inFlight: 1, pause: 20 }
const rush = { requests: 400, inFlight: 16, pause: 0 }

const kinds: Readonly<Record<Kind, string>> = { list: '/dremio-pat list', click: 'click on My tokens' }

interface Subject {
  app: AppProcess
  sender: Sender
  /** Whether it answers at the response_url as well. */
  works: boolean
}

/** What was measured of one app and one kind, over all rounds. */
interface Figures {
  calmLatencies: number[]
  rushLatencies: number[]
  /** Acknowledged per second, by round. */
  acknowledged: number[]
  /** Answered per second, by round. */
  answered: number[]
  /** Milliseconds of processor time for one request with everything that it leads to, by round. */
  processor: number[]
}

export async function acknowledge(bench: Bench): Promise<Report> {
  const subjects = {
    bot: subjectOf(await bench.startBot(), bench, true),
    bare: subjectOf(await bench.startBareApp(), bench, false),
  }
  const figures = { list: { bot: empty(), bare: empty() }, click: { bot: empty(), bare: empty() } }
  for (const kind of ['list', 'click'] as const) {
    for (const subject of [subjects.bot, subjects.bare]) await warmUp(bench, subject, kind)
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    // Turned around each time, so that being first or second means nothing.
    const order = round % 2 === 0 ? (['bot', 'bare'] as const) : (['bare', 'bot'] as const)
    for (const kind of ['list', 'click'] as const) {
      for (const name of order) await calmly(bench, subjects[name], kind, figures[kind][name])
      for (const name of order) await inARush(bench, subjects[name], kind, figures[kind][name])
    }
  }
  for (const { app, sender } of [subjects.bot, subjects.bare]) {
    await sender.close()
    await app.stop()
  }
  const rows = (['list', 'click'] as const).flatMap((kind) => rowsOf(kinds[kind], figures[kind]))
  return {
    title: 'Acknowledgement: from sending a signed request to the HTTP answer',
    columns: ['bot', 'bare Bolt', 'bot / bare'],
    rows,
    notes,
    numbers: {
      list: { bot: summed(figures.list.bot), bare: summed(figures.list.bare) },
      click: { bot: summed(figures.click.bot), bare: summed(figures.click.bare) },
    },
  }
}

const notes = [
  'Bot: dist/main.js (web and worker in one process, LOG_LEVEL info) on the Redis above. Each request is a deed of its own: it is remembered in Redis, Slack is asked who it is, Dremio for the tokens, and the answer goes to the response_url. That every one was answered rightly is checked.',
  'Bare Bolt: same Bolt, HTTPReceiver and signing check, `ack()` and nothing else; it has no use for Redis, so it uses none.',
  `Calm: ${calm.requests} requests a round, one at a time, ${calm.pause} ms after each acknowledgement, time for the bot to end its work; the bare app gets the same pause.`,
  `Rush: ${rush.requests} requests a round, ${rush.inFlight} always in flight, without a pause. The bot is then acknowledging and working at once; “answered” counts to the last answer at a response_url.`,
  `${ROUNDS} rounds, the two apps by turns, after ${WARM_UP} requests of each kind to warm up; p50 and p99 over all rounds, rates and processor time are medians of the rounds.`,
  'Three hundred people take turns, on a Dremio Software 26 with an administrator’s token. Simulated Slack and Dremio run in one process, the load generator in another, all on loopback with kept-alive connections. With two cores they take processor time from the bot in a rush, and hardly any from the bare app, which leads to no work of theirs.',
  'Processor time: of the app’s process alone (user and system), per request in a rush, all that follows the acknowledgement included.',
]

function subjectOf(app: AppProcess, { signingSecret }: Bench, works: boolean): Subject {
  return { app, works, sender: openSender(app.url, signingSecret, rush.inFlight) }
}

const empty = (): Figures => ({
  calmLatencies: [],
  rushLatencies: [],
  acknowledged: [],
  answered: [],
  processor: [],
})

async function warmUp(bench: Bench, { sender, works }: Subject, kind: Kind): Promise<void> {
  // The first one of each person links them, which is not everyday work.
  const [first = '', ...rest] = await bench.simulators.ask('bodies', { kind, count: WARM_UP })
  await sender.send({ ...rush, bodies: [first] })
  if (works) await bench.simulators.ask('answered', { count: 1 })
  await sender.send({ ...rush, bodies: rest })
  if (works) await bench.simulators.ask('answered', { count: rest.length })
}

async function calmly(bench: Bench, { sender, works }: Subject, kind: Kind, into: Figures): Promise<void> {
  const bodies = await bench.simulators.ask('bodies', { kind, count: calm.requests })
  const { latencies } = await sender.send({ ...calm, bodies })
  into.calmLatencies.push(...latencies)
  if (works) await bench.simulators.ask('answered', { count: bodies.length })
}

async function inARush(bench: Bench, { app, sender, works }: Subject, kind: Kind, into: Figures): Promise<void> {
  const bodies = await bench.simulators.ask('bodies', { kind, count: rush.requests })
  const before = app.processorTime()
  const begun = Date.now()
  const { latencies, duration } = await sender.send({ ...rush, bodies })
  into.rushLatencies.push(...latencies)
  into.acknowledged.push((bodies.length / duration) * 1_000)
  if (works) {
    const { at } = await bench.simulators.ask('answered', { count: bodies.length })
    into.answered.push((bodies.length / (at - begun)) * 1_000)
  }
  const after = app.processorTime()
  if (before !== undefined && after !== undefined) into.processor.push((after - before) / bodies.length)
}

interface Summary {
  calm: { p50: number; p99: number }
  rush: { p50: number; p99: number; acknowledgedPerSecond: number; answeredPerSecond: number | undefined }
  processor: number | undefined
}

function summed({ calmLatencies, rushLatencies, acknowledged, answered, processor }: Figures): Summary {
  return {
    calm: { p50: median(calmLatencies), p99: percentile(calmLatencies, 0.99) },
    rush: {
      p50: median(rushLatencies),
      p99: percentile(rushLatencies, 0.99),
      acknowledgedPerSecond: median(acknowledged),
      answeredPerSecond: answered.length > 0 ? median(answered) : undefined,
    },
    processor: processor.length > 0 ? median(processor) : undefined,
  }
}

function rowsOf(what: string, figures: { bot: Figures; bare: Figures }): Row[] {
  const [bot, bare] = [summed(figures.bot), summed(figures.bare)]
  const compare = (name: string, one: number, other: number, shown: (value: number) => string): Row => ({
    name: `${what}, ${name}`,
    values: [shown(one), shown(other), times(one / other)],
  })
  const p50 = compare('calm, p50', bot.calm.p50, bare.calm.p50, milliseconds)
  const rate = compare('rush, acknowledged', bot.rush.acknowledgedPerSecond, bare.rush.acknowledgedPerSecond, perSecond)
  return [
    { ...p50, goal: { text: 'at most x 1.3', met: bot.calm.p50 <= 1.3 * bare.calm.p50 } },
    compare('calm, p99', bot.calm.p99, bare.calm.p99, milliseconds),
    {
      ...rate,
      goal: {
        text: 'at least x 0.75',
        met: bot.rush.acknowledgedPerSecond >= 0.75 * bare.rush.acknowledgedPerSecond,
      },
    },
    compare('rush, p50', bot.rush.p50, bare.rush.p50, milliseconds),
    compare('rush, p99', bot.rush.p99, bare.rush.p99, milliseconds),
    { name: `${what}, rush, answered`, values: [perSecond(bot.rush.answeredPerSecond ?? 0), '', ''] },
    ...(bot.processor !== undefined && bare.processor !== undefined
      ? [compare('processor time', bot.processor, bare.processor, milliseconds)]
      : []),
  ]
}
