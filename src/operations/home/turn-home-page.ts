// Shows the actor another page of one list in their Home, or the first pages of all of them.
import { type HomeList, homeNotShown } from '../../core/home.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitToHome } from '../../procedures/home/admit-to-home.ts'
import { publishHome } from '../../procedures/home/publish-home.ts'

/** `page` counts from 0. Throws what `admit` throws, and `slack_unavailable` if the page is not shown. */
export async function turnHomePage(ports: Ports, actor: Actor, list: HomeList, page: number): Promise<void> {
  const { id, locale } = await admitToHome(ports, actor)
  await ports.homes.noteOpened(id, ports.clock.now())
  const before = await ports.homes.published(id)
  const result = await publishHome(ports, id, { locale, pages: { ...before?.pages, [list]: page } })
  if (result !== 'published') throw homeNotShown()
}
