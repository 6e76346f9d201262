// Shows the actor another page of one list in their Home, or the first pages of all of them.
import type { HomeList } from '../../core/home.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { publishHome } from '../../procedures/home/publish-home.ts'

/** `page` counts from 0. Throws what `admit` throws. */
export async function turnHomePage(ports: Ports, actor: Actor, list: HomeList, page: number): Promise<void> {
  const { id, locale } = await admit(ports, actor)
  await ports.homes.noteOpened(id, ports.clock.now())
  const before = await ports.homes.published(id)
  await publishHome(ports, id, { locale, pages: { ...before?.pages, [list]: page } })
}
