// The process: reads the environment, builds and starts the bot, stops it on SIGTERM, reloads the policy on SIGHUP.
import { runAudit } from './audit-command.ts'
import { type Bot, startBot } from './bot.ts'
import { ConfigError, readConfig } from './config.ts'
import { runDoctor } from './doctor.ts'
import { EnvFileError, withEnvFile } from './env-file.ts'
import { randomIds } from './ids.ts'
import { createLog } from './log.ts'
import { runPolicy } from './policy-command.ts'
import { openPolicy, PolicyFileError } from './policy-file.ts'
import { watchProcessErrors } from './process-errors.ts'
import { runSignRecords } from './sign-records.ts'
import { whyNotStarted } from './start-failure.ts'

/** Milliseconds. Platforms kill the process ten seconds after SIGTERM, so waiting longer is of no use. */
const STOP_WITHIN = 9_000

const parts = { undefined: ['web', 'worker'], web: ['web'], worker: ['worker'] } as const

async function main(): Promise<void> {
  const [, , word, ...words] = process.argv
  const { env, fromFile } = environment()
  if (word === 'doctor') process.exit(await runDoctor(env, words, fromFile))
  if (word === 'sign-records') process.exit(await runSignRecords(env, words))
  if (word === 'audit') process.exit(await runAudit(env, words))
  if (word === 'policy') process.exit(await runPolicy(env, words))
  const running = parts[String(word) as keyof typeof parts]
  if (running === undefined)
    return leave(
      `Unknown word “${word}”. Use: node dist/main.js [web | worker | doctor | audit | policy | sign-records]`,
    )

  let config: ReturnType<typeof readConfig>
  let policy: ReturnType<typeof openPolicy>
  try {
    config = readConfig(env)
    policy = openPolicy(config)
  } catch (error) {
    if (error instanceof PolicyFileError) {
      const next = error.unreadable
        ? 'POLICY_FILE is a path from the folder in which the bot is started.'
        : 'npm run policy:schema prints what it may hold.'
      return leave(`The policy file (POLICY_FILE) is not right:\n${listed(error.problems)}\n${next}`)
    }
    if (!(error instanceof ConfigError)) throw error
    return leave(
      `These settings need attention:\n${listed(error.problems)}\n` +
        'README.md and .env.example say what each one means; a file .env in the folder in which the bot is started is read too.\n' +
        'To see the bot without any of it, on a machine of your own: npm ci --include=dev && npm run demo, or npm run playground.',
    )
  }

  const log = createLog(config.logLevel)
  let bot: Bot | undefined
  let stopping = false
  let exitCode = 0
  const stop = async (code: number, facts: object) => {
    exitCode = Math.max(exitCode, code)
    if (stopping) return
    stopping = true
    log.info(facts, 'stopping')
    setTimeout(() => {
      log.error({}, 'stopped before everything was finished')
      process.exit(1)
    }, STOP_WITHIN).unref()
    await bot?.stop()
    log.info({}, 'stopped')
    process.exit(exitCode)
  }
  watchProcessErrors(process, {
    log: (facts, message) => log.error(facts, message),
    stop: () => void stop(1, { because: 'an error that nobody caught' }).catch(() => process.exit(1)),
  })
  // Registered first, because without a listener the signal ends the process.
  process.on('SIGHUP', () => {
    try {
      log.info({ policy: policy.reload().version }, 'the policy was read again')
      // With another policy, alarms may be due earlier. If Redis is unavailable now, the daily rebuild corrects them.
      bot?.rebuild().catch(() => log.warn({}, 'nobody could be asked to look what another policy changes'))
    } catch (error) {
      if (!(error instanceof PolicyFileError)) throw error
      log.error(
        { policy: policy.now().version, problems: error.problems },
        'the policy file is not right; what it said before still holds',
      )
    }
  })
  bot = await startBot({
    config,
    parts: running,
    clock: { now: () => Date.now() },
    ids: randomIds,
    log,
    policy: policy.now,
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0, { signal }))
}

/** `.env` is read from the current folder; tests and the demo start the bot in a folder without one. */
function environment(): ReturnType<typeof withEnvFile> {
  try {
    return withEnvFile(process.env, '.env')
  } catch (error) {
    if (!(error instanceof EnvFileError)) throw error
    return leave(`The file .env is not right:\n${listed(error.problems)}`)
  }
}

function listed(problems: string[]): string {
  return problems.map((problem) => `  - ${problem}`).join('\n')
}

function leave(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

main().catch((error: unknown) => leave(whyNotStarted(error)))
