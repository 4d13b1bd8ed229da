/** Routes: a list and a detail page for each resource, and the pages of each area. History mode below /client/. */

import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { config } from './config'
import { t } from './i18n'
import { PAGES, RESOURCES } from './registry'
import { useSession } from './session'
import { nounLabel, nounsLabel } from './words'

function routes(): RouteRecordRaw[] {
  const of = RESOURCES.flatMap((one): RouteRecordRaw[] => [
    { path: `/${one.noun}`, name: one.noun, component: () => import('../components/list/ListPage.vue'), props: { noun: one.noun },
      meta: { title: () => nounsLabel(one.noun), needs: [one.list] } },
    { path: `/${one.noun}/:id`, name: `${one.noun}-detail`, component: one.detail ?? (() => import('../components/detail/DetailPage.vue')),
      props: (route) => ({ noun: one.noun, id: String(route.params.id) }), meta: { title: () => nounLabel(one.noun), needs: [one.list] } },
  ])
  const pages = PAGES.map((page): RouteRecordRaw => ({
    path: page.path, name: page.name, component: page.component, props: true, meta: { title: () => t(page.label), needs: page.needs ?? [], open: page.open } }))
  const fallback: RouteRecordRaw = { path: '/:rest(.*)*', name: 'not-found', component: () => import('../pages/app/NotFound.vue'),
    meta: { title: () => t('page.notfound') } }
  return [...pages, ...of, fallback]
}

export const router = createRouter({
  history: createWebHistory('/client/'),
  routes: routes(),
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
})

/** Where a login leads: the first page of the overview that the role may see. */
function firstPage(can: (...commands: readonly string[]) => boolean): string {
  const found = PAGES.filter((one) => one.group === 'overview' && can(...(one.needs ?? []))).sort((a, b) => (a.order ?? 50) - (b.order ?? 50))[0]
  const list = RESOURCES.filter((one) => !one.unlisted && can(one.list))[0]
  return found?.path ?? (list ? `/${list.noun}` : '/nothing')
}

router.beforeEach((to) => {
  const session = useSession()
  if (to.meta.open) return true
  if (!session.ready) return { name: 'login', query: { to: to.fullPath }, replace: true }
  if (to.path === '/') return firstPage(session.can)
  const needs = (to.meta.needs ?? []) as string[]
  return session.can(...needs) || { name: 'not-found', params: { rest: to.path.slice(1).split('/') }, query: to.query }
})

router.afterEach((to) => {
  const title = to.meta.title as (() => string) | undefined
  document.title = title ? `${title()} · ${config.title}` : config.title
})
