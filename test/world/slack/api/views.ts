// views.*: opening, stacking and changing forms, and the Home tab.
import type { OpenView } from '../desk.ts'
import { againstGuidance } from '../limits/guidance.ts'
import { type Checked, type ModalContent, readHome, readModal } from '../limits/views.ts'
import { changeView, openView, publishHome, pushView, viewRecord } from '../views.ts'
import type { World } from '../world.ts'
import type { Method } from './methods.ts'
import { Refusal, withMessages } from './refusal.ts'

export const open: Method = (world, args) => {
  const content = modal(args.view)
  const desk = world.desk(exchanged(world, args.trigger_id))
  return { view: viewRecord(world, openView(world, desk, content)) }
}

export const push: Method = (world, args) => {
  const content = modal(args.view)
  const desk = world.desk(exchanged(world, args.trigger_id))
  if (desk.stack.length === 0) throw new Refusal('not_found')
  const view = pushView(world, desk, content)
  if (!view) throw new Refusal('push_limit_reached')
  return { view: viewRecord(world, view) }
}

export const update: Method = (world, args) => {
  const content = modal(args.view)
  const view = findView(world, args)
  if (!view) throw new Refusal('not_found')
  if (typeof args.hash === 'string' && args.hash !== view.hash) throw new Refusal('hash_conflict')
  changeView(world, view, content)
  return { view: viewRecord(world, view) }
}

export const publish: Method = (world, args) => {
  const user = String(args.user_id ?? '')
  if (!world.people.has(user)) throw new Refusal('invalid_arguments')
  const { home: shown } = world.desk(user)
  if (typeof args.hash === 'string' && args.hash !== (shown?.hash ?? '')) throw new Refusal('hash_conflict')
  const content = accepted(readHome(args.view))
  for (const warning of againstGuidance(content.blocks)) world.warn(warning.replace('a message', 'Home'))
  const home = publishHome(world, world.desk(user), content)
  return { view: viewRecord(world, home) }
}

function exchanged(world: World, trigger: unknown): string {
  const used = world.triggers.use(String(trigger ?? ''), world.now())
  if ('error' in used) throw new Refusal(used.error)
  return used.person
}

function findView(world: World, args: Record<string, unknown>): OpenView | undefined {
  for (const person of world.people.keys()) {
    const view = world
      .desk(person)
      .stack.find(({ id, content }) =>
        args.view_id === undefined ? content.external_id === args.external_id : id === args.view_id,
      )
    if (view) return view
  }
  return undefined
}

function modal(view: unknown): ModalContent {
  return accepted(readModal(view))
}

function accepted<Content>(read: Checked<Content>): Content {
  if ('messages' in read) throw withMessages('invalid_arguments', read.messages)
  return read.content
}
