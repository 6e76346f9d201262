// What a tool's entry is made of: fields to fill in, lines to copy, notes; and the words that stand for the token.
import type { DremioPlace } from '../interaction.ts'
import type { Endpoints } from './endpoints.ts'

/** Stands where the token goes as it is. */
export const TOKEN = 'YOUR_TOKEN'
/** Stands where the token goes inside a URL. */
export const ENCODED_TOKEN = 'YOUR_ENCODED_TOKEN'
export const USER_NAME = 'YOUR_USER_NAME'
export const PROJECT = 'PROJECT_ID'

/** What an entry is told; never a token. */
export interface Here extends Endpoints {
  /** The person's Dremio user name, or what stands for it. */
  user: string
}

/** One field of a tool's dialog: its name there, what goes in (nothing if empty), and what to know of it. */
export type Field = readonly [name: string, value: string, remark?: string | undefined]

/** `code` is copied as it stands. Remarks and notes are Slack's formatted text, the rest is plain. */
export interface Snippet {
  fields?: readonly Field[]
  code?: readonly string[]
  notes?: readonly string[]
}

export interface Client {
  /** In the values of menus: short, no spaces. */
  id: string
  name: string
  /** Whether the hosts in it are those for data, which may be a guess, or that of REST, which is known. */
  reaches: 'data' | 'rest'
  /** Dremio's pages about it, below `docs`: where the entry comes from, and shown to people. */
  pages: Readonly<Record<DremioPlace['edition'], string>>
  cloud(here: Here): Snippet
  software(here: Here): Snippet
}

/** Where Dremio documents each edition. */
export const docs: Readonly<Record<DremioPlace['edition'], string>> = {
  cloud: 'https://docs.dremio.com/dremio-cloud',
  software: 'https://docs.dremio.com/current',
}

export function addressOf({ host, port }: Endpoints['flight']): string {
  return `${host}:${port}`
}

/** A name that needs no quoting anywhere is filled in; any other is the person's to write. */
export function userNameIn(dremioName: string | undefined): string {
  return dremioName !== undefined && /^[\w.@+-]{1,254}$/.test(dremioName) ? dremioName : USER_NAME
}
