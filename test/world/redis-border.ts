// A way to a Redis on which every command is one call across a border: known by its name, and perhaps never obeyed.
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import type { Script } from '../../src/redis/client.ts'
import { type Border, openBorder } from './border.ts'
import type { Attend } from './crossing.ts'
import { withClient } from './redis.ts'
import { endOfValue, wordsOf } from './resp.ts'

export interface RedisBorder extends Border {
  url: string
}

/** `to` is the URL of the Redis behind it. Commands of one client are obeyed one after the other, each answered in full. */
export async function startRedisBorder(to: string, attend: Attend): Promise<RedisBorder> {
  const scripts = await ourScripts()
  const border = await openBorder(createServer(), (client) => {
    const redis = connectTo(to)
    for (const socket of [client, redis]) {
      socket.setNoDelay()
      // Whoever dies, dies with its connection.
      socket.on('error', () => {})
      socket.once('close', () => {
        client.destroy()
        redis.destroy()
      })
    }
    void pass(client, redis)
  })

  async function pass(client: Socket, redis: Socket): Promise<void> {
    const replies = values(redis)
    for await (const command of values(client)) {
      const leave = await attend(`redis ${nameOf(wordsOf(command), scripts)}`)
      redis.write(command)
      const { value: reply } = await replies.next()
      if (reply === undefined) return
      await leave()
      client.write(reply)
    }
  }

  return Object.assign(border, { url: `redis://127.0.0.1:${border.port}` })
}

/** Redis knows all scripts from now on, so that no first run of one takes a call more than the next. */
export async function teachScripts(url: string): Promise<void> {
  const scripts = await ourScripts()
  await withClient(url, async (redis) => {
    for (const { lua } of scripts.values()) await redis.script('LOAD', lua)
  })
}

function connectTo(url: string): Socket {
  const path = /^unix:(?:\/\/)?(\/.*)$/.exec(url)?.[1]
  if (path !== undefined) return connect(path)
  const { hostname, port } = new URL(url)
  return connect(Number(port || 6379), hostname)
}

/** Whole commands or replies, as they arrive; ends with the socket. */
async function* values(socket: Socket): AsyncGenerator<Buffer, undefined> {
  let arrived: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of socket) {
      arrived = Buffer.concat([arrived, chunk as Buffer])
      for (let end = endOfValue(arrived); end !== undefined; end = endOfValue(arrived)) {
        yield arrived.subarray(0, end)
        arrived = arrived.subarray(end)
      }
    }
  } catch {
    // It was cut: nobody is there any more.
  }
}

type OurScripts = Map<string, { name: string; lua: string }>

let found: Promise<OurScripts> | undefined

/** By the digest under which they are called. */
function ourScripts(): Promise<OurScripts> {
  found ??= readScripts()
  return found
}

async function readScripts(): Promise<OurScripts> {
  const folder = new URL('../../src/redis/scripts/', import.meta.url)
  const files = readdirSync(folder)
  const read = files.map(async (file) => {
    const exported = (await import(new URL(file, folder).href)) as Record<string, Script>
    return Object.values(exported).map(({ lua }) => {
      const digest = createHash('sha1').update(lua).digest('hex')
      return [digest, { name: file.replace(/\.ts$/, ''), lua }] as const
    })
  })
  return new Map((await Promise.all(read)).flat())
}

/** `swap-record request`, `hget token`: the script or the command, and what kind of thing its first key holds. */
function nameOf(words: string[], scripts: OurScripts): string {
  const [command = '', first = ''] = words
  const script = command.toLowerCase() === 'evalsha' ? scripts.get(first) : undefined
  const key = script ? words[3] : first
  const holds = /^\{[^}]*\}:([^:]+)/.exec(key ?? '')?.[1]
  return [script?.name ?? command.toLowerCase(), holds].filter((one) => one !== undefined).join(' ')
}
