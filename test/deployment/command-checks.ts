// Every command that we tell people to run, run as it is written, in an install as a platform makes and prunes it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/config.ts'
import { startWorld, type World } from '../world/world.ts'
import { mustRun, platformSteps, sh, shellEnvironment } from './platform-build.ts'
import { writtenCommands } from './written-commands.ts'

/** `build` is a folder that was installed and built as a platform does it; its dev dependencies are put back in the end. */
export function testWrittenCommands(build: string): void {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ processes: 0, env: { ADMINS: 'UCARL' } })
  })
  afterAll(() => world?.close())

  const production = () => shellEnvironment({ ...world.env, NODE_ENV: 'production' })

  /** Starts what is to run on, waits until it listens, and ends it as a platform does. */
  async function startsAndStops(line: string, env: Record<string, string>): Promise<void> {
    const child: ChildProcess = spawn('sh', ['-c', `exec ${line}`], {
      cwd: build,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    child.stderr?.on('data', (data: Buffer) => said.push(data.toString()))
    const exited = once(child, 'exit')
    const port = await new Promise<number>((resolve, reject) => {
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) => {
        said.push(`${text}\n`)
        const listening = /"port":(\d+).*"listening"/.exec(text)
        if (listening) resolve(Number(listening[1]))
      })
      void exited.then(([code]) => reject(new Error(`${line} ended with ${code}:\n${said.join('')}`)))
    })
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    child.kill('SIGTERM')
    expect((await exited)[0], said.join('')).toBe(0)
  }

  const printsManifest = (method: 'http' | 'socket') => async (line: string) => {
    const yaml = (await mustRun(line, build, production())).replace(/^>.*$/gm, '')
    const manifest = parse(yaml) as { settings: { socket_mode_enabled: boolean } }
    expect(manifest.settings.socket_mode_enabled).toBe(method === 'socket')
    expect(yaml.includes('https://your.host/slack/events')).toBe(method === 'http')
  }
  const finds = async (line: string) => {
    const printed = await mustRun(line, build, production())
    expect(printed).toContain('complete: Slack by HTTP, Dremio cloud by token')
    expect(printed).toMatch(/^0 to mend, /m)
  }
  const previews = async (line: string) => {
    writeFileSync(join(build, 'new-policy.yml'), 'version: 1\nlifetime: { max: 7d, default: 7d, choices: [7d] }\n')
    try {
      const printed = await mustRun(line.replace('FILE', 'new-policy.yml'), build, production())
      expect(JSON.parse(printed)).toMatchObject({ requests: [], tokens: [] })
    } finally {
      await mustRun('rm new-policy.yml', build)
    }
  }
  const runs = (line: string) => startsAndStops(line, production())

  /** How each is tried. A command that is written somewhere and not tried here is a failure of this test. */
  const tried: Record<string, (line: string) => void | Promise<void>> = {
    'npm run manifest -- --url https://your.host': printsManifest('http'),
    'npm run manifest -- --socket': printsManifest('socket'),
    'npm run policy:schema': async (line) => {
      const printed = await mustRun(line, build, production())
      expect(JSON.parse(printed.slice(printed.indexOf('{')))).toMatchObject({
        title: expect.stringContaining('Policy'),
      })
    },
    'node dist/main.js doctor': finds,
    'node dist/main.js doctor --release': finds,
    'node dist/main.js sign-records': async (line) => {
      const key = await mustRun('node -p "crypto.randomBytes(32).toString(\'base64\')"', build, production())
      const printed = await mustRun(line, build, { ...production(), ENCRYPTION_KEYS: key.trim() })
      expect(printed).toContain('There is nothing to sign yet.')
    },
    'node dist/main.js audit show ID': async (line) => {
      const { code, stderr } = await sh(line.replace('ID', 'k7m2q9xt'), build, production())
      expect(stderr).toContain('k7m2q9xt')
      expect(code).toBe(1)
    },
    'node dist/main.js policy preview FILE': previews,
    'node dist/main.js policy preview new-policy.yml': previews,
    'node dist/main.js': runs,
    'node dist/main.js web': runs,
    'node dist/main.js worker': runs,
    'npm start': runs,
    'node -p "crypto.randomBytes(32).toString(\'base64\')"': async (line) => {
      const ENCRYPTION_KEYS = await mustRun(line, build, production())
      const method = { DREMIO_AUTH: 'issuer', PUBLIC_URL: 'https://bot.acme.test', ENCRYPTION_KEYS }
      expect(readConfig({ ...world.env, ...method }).redis.encryptionKeys).toHaveLength(1)
    },
    // A fresh clone, `.env` filled in as docs/deploying.md says, and nothing in the environment.
    'cp .env.example .env': async (line) => {
      await mustRun(line, build, production())
      const file = join(build, '.env')
      const values = { ...world.env, DREMIO_TOKEN: `'${world.env.DREMIO_TOKEN}'`, ALLOWED_EMAIL_DOMAINS: '"acme.test"' }
      const text = Object.entries(values).reduce(
        (written, [name, value]) => {
          const entry = new RegExp(`^#?${name}=.*$`, 'm')
          expect(written).toMatch(entry)
          return written.replace(entry, () => `${name}=${value}`)
        },
        readFileSync(file, 'utf8'),
      )
      writeFileSync(file, text)
      const { PATH = '' } = process.env
      try {
        await startsAndStops('npm start', { PATH, HOME: build })
        expect(await mustRun('node dist/main.js doctor', build, { PATH })).toMatch(/^0 to mend, /m)
      } finally {
        await mustRun('rm .env', build)
      }
    },
  }

  /** Done by `buildAsPlatform`, or by docs/heroku.md in its own test. */
  const doneBefore = ['npm ci', 'npm run build', 'npm prune --omit=dev', 'npm run --silent manifest']
  /** These want what a production install leaves out. The README and these pages name them for people who work on the bot. */
  const forDevelopers =
    /^npm (test|run (check|format|bench|demo|playground|docs|pictures|test:all|test:long|test:mutation|gallery|soak))\b/
  const developersPages = ['README.md', 'docs/developing.md']

  const written = writtenCommands()

  describe('a production install, built and pruned', () => {
    test.each(written.filter(({ command }) => command in tried))(
      'runs $command',
      { timeout: 240_000 },
      async ({ command }) => {
        await tried[command]?.(command)
      },
    )

    test('was made by the steps that are written, and builds again without what was pruned', {
      timeout: 240_000,
    }, async () => {
      expect(platformSteps.every((step) => written.some(({ command }) => command === step))).toBe(true)
      await mustRun('rm -r dist && npm run --silent policy:schema', build, production())
      await mustRun('npm run build', build, production())
    })

    test('says what to do in words that can be typed there', async () => {
      const { code, stderr } = await sh('node dist/main.js', build, { PATH: process.env.PATH ?? '' })
      expect(code).toBe(1)
      for (const [, command] of stderr.matchAll(/(npm run (?!demo|playground)[\w:]+|node dist\/main\.js \w+)/g)) {
        expect(Object.keys(tried)).toContain(command)
      }
    })
  })

  test('every written command is tried', () => {
    expect(written.length).toBeGreaterThan(15)
    const left = written
      .map(({ command }) => command)
      .filter((command) => !(command in tried) && !doneBefore.includes(command) && !forDevelopers.test(command))
    expect(left).toEqual(['npm ci --include=dev'])
  })

  test('what a production install lacks is told to operators only with how to get it', {
    timeout: 600_000,
  }, async () => {
    const told = written.filter(
      ({ command, where }) => forDevelopers.test(command) && where.some((file) => /^(src|docs)/.test(file)),
    )
    const operatorsPages = told.flatMap(({ where }) => where.filter((file) => !developersPages.includes(file)))
    for (const file of new Set(operatorsPages)) {
      expect(readFileSync(join(build, file), 'utf8')).toContain('npm ci --include=dev && npm run demo')
    }
    // In the pruned folder itself, with NODE_ENV as a platform sets it.
    const printed = await mustRun(
      'npm ci --include=dev && npm run demo',
      build,
      shellEnvironment({ NODE_ENV: 'production' }),
    )
    expect(printed).toContain('/dremio-pat create')
  })
}
