// Every way by which one bot reaches its neighbours: each leads over a border of its own, and all can be cut off at once.
import { Crossing } from './crossing.ts'
import { startRedisBorder } from './redis-border.ts'
import type { World } from './world.ts'

export interface Refused {
  redis: number
  slack: number
  dremio: number
  identityProvider: number
}

export interface Borders {
  crossing: Crossing
  /** What the bot is told instead of the world's own addresses. */
  env: Record<string, string>
  /** From now on this bot is told these addresses, wherever a neighbour hands out some of its own. */
  handOut(): void
  /** Connections that it tried to open since it was cut off. */
  refused(): Refused
  /** Nothing of this bot passes ever again. */
  cut(): void
  close(): Promise<void>
}

/** `redis` is the URL behind the border; the world's own if not said. Throws if a way would lead past the borders. */
export async function openBorders(world: World, redis = world.redis.url): Promise<Borders> {
  const crossing = new Crossing()
  const { attend } = crossing
  const { identityProvider } = world
  const borders = {
    redis: await startRedisBorder(redis, attend),
    slack: await world.slack.openBorder(attend),
    dremio: await world.dremio.openBorder(attend),
    ...(identityProvider && { identityProvider: await identityProvider.openBorder(attend) }),
  }
  const slack = `http://127.0.0.1:${borders.slack.port}`
  const dremio = `http://127.0.0.1:${borders.dremio.port}`
  const env = {
    ...world.env,
    REDIS_URL: borders.redis.url,
    SLACK_API_URL: `${slack}/api/`,
    DREMIO_API_URL: dremio,
    ...(world.env.DREMIO_LOGIN_URL !== undefined && { DREMIO_LOGIN_URL: dremio }),
  }
  const all = Object.values(borders)
  const close = async () => void (await Promise.all(all.map((border) => border.close())))
  const past = waysPast(world, env)
  if (past.length > 0) {
    await close()
    throw new Error(`${past.join(' and ')} would lead a bot past its borders`)
  }
  return {
    crossing,
    env,
    handOut() {
      world.slack.handOut(slack)
      if (borders.identityProvider) identityProvider?.handOut(`http://127.0.0.1:${borders.identityProvider.port}`)
    },
    refused: () => ({
      redis: borders.redis.refused,
      slack: borders.slack.refused,
      dremio: borders.dremio.refused,
      identityProvider: borders.identityProvider?.refused ?? 0,
    }),
    cut() {
      crossing.close()
      for (const border of all) border.cut()
    },
    close,
  }
}

/** An issuer's address is its name, so it stays: all that a bot is served there is the way to the border. */
const NAMES_A_BORDER = 'IDP_ISSUER_URL'

/** Names of variables with an address of a neighbour's in them, or that lead to one: only HTTP calls come to a border of Slack's. */
function waysPast({ slack, dremio, redis, identityProvider }: World, env: Record<string, string>): string[] {
  const neighbours = [slack.apiUrl, dremio.url, redis.url, ...(identityProvider ? [identityProvider.issuer] : [])]
  const places = neighbours.map(placeOf)
  return Object.entries(env).flatMap(([name, value]) => {
    if (name === NAMES_A_BORDER) return []
    const isPast = name === 'SLACK_APP_TOKEN' || (URL.canParse(value) && places.includes(placeOf(value)))
    return isPast ? [name] : []
  })
}

/** Host and port; a path where there are none, as on a Unix socket. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return host || pathname
}
