// Opens, stacks, changes and closes views on a person's screen, and writes them the way Slack does.
import { withIds } from './block-ids.ts'
import { type Desk, type Home, type OpenView, STACK } from './desk.ts'
import { carriedOver, initialValues } from './form-state.ts'
import type { HomeContent, ModalContent } from './limits/views.ts'
import type { World } from './world.ts'

export function openView(world: World, desk: Desk, content: ModalContent): OpenView {
  desk.stack = []
  return stacked(world, desk, content)
}

/** Undefined: three views are open already. */
export function pushView(world: World, desk: Desk, content: ModalContent): OpenView | undefined {
  return desk.stack.length >= STACK ? undefined : stacked(world, desk, content)
}

function stacked(world: World, desk: Desk, given: ModalContent): OpenView {
  const content = { ...given, blocks: withIds(given.blocks) }
  const id = world.id('V')
  const below = desk.stack.at(-1)
  const view: OpenView = {
    id,
    root: below?.root ?? id,
    previous: below?.id ?? null,
    hash: hash(world),
    content,
    values: initialValues(content.blocks),
    errors: {},
    trouble: undefined,
  }
  desk.stack.push(view)
  world.changes.changed()
  return view
}

export function changeView(world: World, view: OpenView, given: ModalContent): void {
  view.content = { ...given, blocks: withIds(given.blocks) }
  view.values = carriedOver(view.values, view.content.blocks)
  view.hash = hash(world)
  view.errors = {}
  view.trouble = undefined
  world.changes.changed()
}

export function publishHome(world: World, desk: Desk, given: HomeContent): Home {
  const content = { ...given, blocks: withIds(given.blocks) }
  const id = desk.home?.id ?? world.id('V')
  const home: Home = { id, hash: hash(world), content, values: initialValues(content.blocks) }
  desk.home = home
  world.changes.changed()
  return home
}

const hash = (world: World) => `${Math.floor(world.now() / 1000)}.${world.id('h')}`

/** The view as payloads and answers have it (reference/views). */
export function viewRecord(world: World, view: OpenView | Home): Record<string, unknown> {
  const { content } = view
  return {
    id: view.id,
    team_id: world.team.id,
    type: content.type,
    blocks: content.blocks,
    private_metadata: content.private_metadata ?? '',
    callback_id: content.callback_id ?? '',
    external_id: content.external_id ?? '',
    state: { values: view.values },
    hash: view.hash,
    title: content.type === 'modal' ? content.title : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content.type === 'modal' && content.clear_on_close === true,
    notify_on_close: content.type === 'modal' && content.notify_on_close === true,
    close: content.type === 'modal' ? (content.close ?? null) : null,
    submit: content.type === 'modal' ? (content.submit ?? null) : null,
    previous_view_id: 'previous' in view ? view.previous : null,
    root_view_id: 'root' in view ? view.root : view.id,
    app_id: world.bot.appId,
    app_installed_team_id: world.team.id,
    bot_id: world.bot.botId,
  }
}
