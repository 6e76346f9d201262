// How REDIS_URL is read: one address or several, and passwords as managed services hand them out.
import { describe, expect, test } from 'vitest'
import { readAddress } from '../../src/redis/address.ts'

const one = { kind: 'network', tls: false, db: 0, sentinel: {} }
const host = [{ host: 'db.acme.test', port: 6379 }]

describe('a URL with a password', () => {
  test.each([
    ['redis://:hunter2@db.acme.test:6379', 'hunter2'],
    ['redis://:hunter%2F2@db.acme.test:6379/', 'hunter/2'],
    ['redis://:hun/ter2@db.acme.test:6379', 'hun/ter2'],
    ['redis://:hun#ter2@db.acme.test:6379', 'hun#ter2'],
    ['redis://:hun?ter2@db.acme.test:6379', 'hun?ter2'],
    ['redis://:hun@ter2@db.acme.test:6379', 'hun@ter2'],
    ['redis://:/hunter#2?@@db.acme.test:6379', '/hunter#2?@'],
    ['redis://:hunter%@db.acme.test:6379', 'hunter%'],
    ['redis://:hun:ter,2@db.acme.test:6379', 'hun:ter,2'],
    ['  redis://:hunter2@db.acme.test:6379\n', 'hunter2'],
  ])('%j is read as it was meant', (url, password) => {
    expect(readAddress(url)).toEqual({ ...one, hosts: host, password })
  })

  test('may have a user, a database, TLS and an IP version', () => {
    expect(readAddress('rediss://pat:a/b@db.acme.test:6379/3?family=6')).toEqual({
      ...{ ...one, tls: true, db: 3, family: 6, hosts: host },
      ...{ username: 'pat', password: 'a/b' },
    })
  })

  test.each([
    // Raw and encoded characters beside one another: nobody can say which.
    'redis://:hunter%2F/2@db.acme.test:6379',
    // The address could be db.acme.test, or what stands before the question mark.
    'redis://:hunter2@one.test/0?password=hunter@db.acme.test',
    // A user before each host, or a password with a comma and an @.
    'redis://:hunter2@one.test:1,:hunter2@db.acme.test:2',
    'redis://:hunter2@',
    'redis://:hunter2@db.acme.test:port',
    'redis://:hunter2@db.acme.test/name',
    'redis://:hunter2@db.acme.test:6379/0#hunter2',
    'unix:hunter2/redis.sock',
    'http://:hunter2@db.acme.test',
  ])('%j is refused, with what to write instead and without the value', (url) => {
    const read = readAddress(url)
    expect(read).toEqual({ problem: expect.stringMatching(/^(must|cannot)/) })
    expect(JSON.stringify(read)).not.toMatch(/hunter|acme|one\.test/)
  })
})

describe('several addresses', () => {
  const hosts = [{ host: 'a.test', port: 1 }, { host: 'b.test' }, { host: '::1', port: 3 }]

  test.each([
    'redis://:pw@a.test:1,b.test,[::1]:3',
    'redis://:pw@a.test:1,redis://:pw@b.test,redis://:pw@[::1]:3',
    'redis://a.test:1,redis://:pw@b.test,redis://[::1]:3',
  ])('%j share one password', (url) => {
    expect(readAddress(url)).toEqual({ ...one, hosts, password: 'pw' })
  })

  test('may have another password for Sentinels', () => {
    expect(readAddress('redis://:pw@a.test,b.test?sentinelPassword=other&sentinelUsername=pat')).toMatchObject({
      password: 'pw',
      sentinel: { username: 'pat', password: 'other' },
    })
  })

  test.each([
    ['redis://:pw@a.test,rediss://:pw@b.test', /for all addresses/],
    ['redis://:pw@a.test,redis://:other@b.test', /same user and password/],
  ])('%j contradict one another', (url, problem) => {
    expect(readAddress(url)).toEqual({ problem: expect.stringMatching(problem) })
  })
})

test('a socket may have a user, a password and a database', () => {
  expect(readAddress('unix:/run/redis.sock?username=pat&password=p/w&db=2')).toEqual({
    ...{ kind: 'socket', path: '/run/redis.sock', db: 2 },
    ...{ username: 'pat', password: 'p/w' },
  })
})
