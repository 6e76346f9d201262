// Stands in for the Heroku CLI, as far as docs/heroku.md uses it: an app with variables, a git remote, a slug and dynos.
// Not TypeScript, because it is started as a program and as a git hook, in folders that have no compiler.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const HOME = process.env.FAKE_HEROKU
const STATE = join(HOME, 'app.json')
const SLUG = join(HOME, 'slug')
const read = () => JSON.parse(readFileSync(STATE, 'utf8'))
const write = (state) => writeFileSync(STATE, JSON.stringify(state, null, 2))
const fail = (message) => {
  process.stderr.write(`heroku: ${message}\n`)
  process.exit(1)
}

/** What a dyno sees: the app's variables, and what Heroku's Node.js buildpack sets. */
function dyno(line, { env } = read()) {
  const { PATH } = process.env
  return spawnSync('sh', ['-c', line], { cwd: SLUG, env: { NODE_ENV: 'production', ...env, PATH }, encoding: 'utf8' })
}

function processTypes() {
  const lines = readFileSync(join(SLUG, 'Procfile'), 'utf8').matchAll(/^([a-z]+): (.+)$/gm)
  return Object.fromEntries([...lines].map(([, type, line]) => [type, line]))
}

/** https://devcenter.heroku.com/articles/release-phase: also for changed variables, as soon as there is a slug. */
function release(state) {
  const { status, stdout, stderr } = dyno(processTypes().release, state)
  state.releases.push({ status, stdout, stderr })
  write(state)
  process.stdout.write(stdout + stderr)
  if (status !== 0) fail('the release command failed')
}

const commands = {
  create() {
    const remote = join(HOME, 'remote.git')
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote])
    const hook = join(remote, 'hooks', 'post-receive')
    writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${import.meta.filename}" build\n`)
    chmodSync(hook, 0o755)
    execFileSync('git', ['remote', 'add', 'heroku', remote])
    write({ env: {}, formation: { web: 1 }, releases: [], ran: [] })
  },
  'addons:create'(plan) {
    if (!/^heroku-redis:(mini|premium-\d+)$/.test(plan)) fail(`no such plan: ${plan}`)
    const state = read()
    state.env.REDIS_URL = 'rediss://:p4ssw0rd@ec2-203-0-113-7.compute-1.amazonaws.com:22469'
    write(state)
  },
  'config:set'(...pairs) {
    const state = read()
    for (const pair of pairs) {
      const [, name, value] = /^(\w+)=([\s\S]+)$/.exec(pair) ?? fail('expected NAME=value')
      state.env[name] = value
    }
    write(state)
    if (existsSync(SLUG)) release(state)
  },
  info(option) {
    if (option !== '--shell') fail(`unknown option ${option}`)
    process.stdout.write('git_url=https://git.heroku.com/x.git\nweb_url=https://your-app-1234.herokuapp.com/\n')
  },
  'ps:scale'(...wishes) {
    const state = read()
    for (const wish of wishes) {
      const [type, count] = wish.split('=')
      if (!(type in processTypes())) fail(`no process type ${type}`)
      state.formation[type] = Number(count)
    }
    write(state)
  },
  run(...words) {
    const state = read()
    const { status, stdout, stderr } = dyno(words.join(' '), state)
    state.ran.push({ line: words.join(' '), status, stdout, stderr })
    write(state)
    // A one-off dyno tells its exit code with --exit-code only.
  },
  /** The hook: what the buildpack does, with the dependencies of `FAKE_BUILD`, which a platform's own steps installed. */
  build() {
    mkdirSync(SLUG, { recursive: true })
    const remote = join(HOME, 'remote.git')
    const archive = execFileSync('git', ['--git-dir', remote, 'archive', 'main'], { maxBuffer: 2 ** 28 })
    execFileSync('tar', ['-x', '-C', SLUG], { input: archive })
    execFileSync('cp', ['-al', join(process.env.FAKE_BUILD, 'node_modules'), SLUG])
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: SLUG })
    release(read())
  },
}

const [word, ...words] = process.argv.slice(2)
const command = commands[word] ?? fail(`unknown command ${word}`)
command(...words)
