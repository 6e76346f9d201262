// Files in the three steps of files.uploadV2: ask for a URL, post the bytes there, say where they belong.
import type { World } from '../world.ts'
import { postMessage } from './chat.ts'
import type { Method } from './methods.ts'
import { Refusal } from './refusal.ts'

export const getUploadUrl: Method = (world, args) => {
  if (!args.filename || !(Number(args.length) > 0)) throw new Refusal('invalid_arguments')
  const id = world.id('F')
  const name = String(args.filename)
  world.files.set(id, { id, name, title: name, content: '' })
  return { upload_url: `${world.handedOut ?? world.origin}/upload/${id}`, file_id: id }
}

/** The bytes; false if nobody asked for that URL. */
export function receiveUpload(world: World, id: string, content: string): boolean {
  const file = world.files.get(id)
  if (file) world.files.set(id, { ...file, content })
  return file !== undefined
}

export const completeUpload: Method = (world, args) => {
  const given = Array.isArray(args.files) ? (args.files as { id?: string; title?: string }[]) : []
  const files = given.map(({ id = '', title }) => {
    const file = world.files.get(id)
    if (!file) throw new Refusal('file_not_found')
    return { ...file, title: title ?? file.title }
  })
  if (files.length === 0) throw new Refusal('invalid_arguments')
  if (args.channel_id !== undefined) {
    // A file may stand without words; the message then carries its title so that the same checks apply.
    const text = args.initial_comment ?? files.map(({ title }) => title).join(', ')
    const { channel, ts } = postMessage(world, { channel: args.channel_id, text })
    const message = world.conversations.find(String(channel), String(ts))
    if (message) Object.assign(message, { files })
    world.changes.changed()
  }
  return { files: files.map(({ id, name, title }) => ({ id, name, title })) }
}
