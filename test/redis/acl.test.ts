// The commands that a user at Redis must be allowed: what docs/redis.md lists is what the source uses, and it is enough.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isBotError } from '../../src/core/errors.ts'
import { neededCommands } from '../../src/redis/commands.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { type RedisServer, startServer } from '../world/redis-servers/server.ts'
import { everyPort } from './every-port.ts'
import { aToken, codeOf, KEY, NOW } from './store.ts'

const docs = readFileSync(new URL('../../docs/redis.md', import.meta.url), 'utf8')
const [forAll = '', forClusters = '', forDoctor = ''] = docs.match(/^ACL SETUSER .*$/gm) ?? []

const allowed = (line: string) => [...line.matchAll(/ \+(\S+)/g)].map(([, command]) => command)

/** What ioredis has methods for that are no commands. */
const own = ['on', 'once', 'off', 'connect', 'disconnect', 'call', 'duplicate', 'nodes', 'bind']

function usedIn(source: string): string[] {
  const calls = [...source.matchAll(/\bredis\.call\('([A-Z]+)'(?:, '([A-Z-]+)')?/g)].map(([, name = '', sub]) =>
    // Only these have commands within them.
    ['CLUSTER', 'SENTINEL', 'CONFIG'].includes(name) ? `${name}|${sub}`.toLowerCase() : name.toLowerCase(),
  )
  const methods = [...source.matchAll(/\b(?:redis|cluster|node)\s*\.([a-z]+)\(/g)].map(([, name = '']) => name)
  const config = methods.includes('config') ? ['config|get'] : []
  return [...calls, ...methods.filter((name) => ![...own, 'config'].includes(name)), ...config]
}

function used(): string[] {
  const folder = new URL('../../src/redis/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  // A comment names commands of others.
  const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
  return files.flatMap((path) => usedIn(withoutComments(readFileSync(new URL(path, folder), 'utf8'))))
}

test('docs/redis.md lists the commands that the source uses, and no other', () => {
  // ioredis asks this by itself when a slot is on its way.
  const found = [...new Set([...used(), 'asking'])].filter((command) => !command.startsWith('sentinel|'))
  const listed = [...allowed(forAll), ...allowed(forClusters), ...allowed(forDoctor)]
  expect(found.toSorted()).toEqual(listed.toSorted())
  expect(allowed(forAll).toSorted()).toEqual([...neededCommands].toSorted())
  expect(listed.length).toBeGreaterThan(25)
  expect(docs).toContain('+sentinel|get-master-addr-by-name')
})

describe('the list is made from what is written', () => {
  test.each([
    ["redis.call('HSET', KEYS[1], 'x', 1)", ['hset']],
    ["(redis) => redis.call('CLUSTER', 'SLOTS')", ['cluster|slots']],
    ['connection.send((redis) => redis.hgetall(key))\nredis.disconnect()', ['hgetall']],
    ["redis.config('GET', name)", ['config|get']],
  ])('%j', (source, commands) => {
    expect(usedIn(source)).toEqual(commands)
  })
})

async function limited(lines: string[]): Promise<RedisServer> {
  const server = await startServer()
  for (const line of lines) await server.admin.call('ACL', ...line.replace('>PASSWORD', '>pw').split(' ').slice(1))
  return server
}

describeWithServer('a user who may do no more than that', () => {
  test.each([
    ['and nothing for doctor', [forAll], 'warning'],
    ['and what doctor asks', [forAll, forDoctor], 'ok'],
  ])('can be used for everything %s', async (_, lines, state) => {
    const server = await limited(lines)
    const troubles: string[] = []
    const store = connectRedis({
      url: `redis://dremio-pat:pw@127.0.0.1:${server.port}`,
      encryptionKeys: [KEY],
      clock: { now: () => NOW },
      onTrouble: (message) => troubles.push(message),
    })
    try {
      const codes = await Promise.all([...everyPort(store).map(codeOf), codeOf(store.tokens.add(aToken()))])
      expect(codes.filter((code) => code !== undefined)).toEqual([])
      const findings = await store.runHealthChecks()
      expect(findings.map(({ subject, state }) => `${subject}: ${state}`)).toEqual(
        expect.arrayContaining(['Redis: ok', 'Redis writes: ok', `Redis version: ${state}`]),
      )
      expect(troubles).toEqual([])
    } finally {
      await store.close()
      await server.stop()
    }
  })

  test.each(['zadd', 'xadd', 'hget', 'evalsha'])('without %s is named by doctor, with the cure', async (command) => {
    const server = await limited([forAll, `ACL SETUSER dremio-pat -${command}`])
    const url = `redis://dremio-pat:pw@127.0.0.1:${server.port}`
    const store = connectRedis({ url, encryptionKeys: [KEY], clock: { now: () => NOW }, onTrouble: () => {} })
    try {
      expect((await store.runHealthChecks()).filter(({ state }) => state === 'failure')).toEqual([
        {
          subject: 'Redis commands',
          state: 'failure',
          message: `its user may not use ${command === 'evalsha' ? 'eval or evalsha' : command}`,
          remedy: 'give it what docs/redis.md lists',
        },
      ])
    } finally {
      await store.close()
      await server.stop()
    }
  })

  test('who may not run scripts is told that an administrator has to change something', async () => {
    const server = await limited([forAll, 'ACL SETUSER dremio-pat -evalsha'])
    const url = `redis://dremio-pat:pw@127.0.0.1:${server.port}`
    const store = connectRedis({ url, clock: { now: () => NOW }, onTrouble: () => {} })
    const failure = await store.alarms.claimDue(NOW, 1, 1).catch((error: unknown) => error)
    expect(isBotError(failure, 'redis_unusable') && failure.facts.because).toBe('permission')
    await store.close()
    await server.stop()
  })
})
