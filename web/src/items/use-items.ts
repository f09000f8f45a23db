/** Hooks that read items, and the page of one item in the URL. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { jobsOfItem, listShapeTags } from '../api/items/item-jobs.ts'
import { readItem, readManifest, searchItems } from '../api/items/items.ts'
import { setSearchParams, useSearchParams } from '../url/search-params.ts'

const ITEMS = 'items'
/** ms until changes are seen: the live stream reports only jobs. */
const EVERY_MS = 3_000

export function useItems(text: string, number: number) {
  return useQuery({
    queryKey: [ITEMS, 'list', text, number],
    queryFn: ({ signal }) => searchItems(text, number, signal),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  })
}

export function useItem(id: string) {
  return useQuery({
    queryKey: [ITEMS, 'one', id],
    queryFn: ({ signal }) => readItem(id, signal),
    refetchInterval: EVERY_MS,
  })
}

export function useJobsOfItem(id: string, number: number) {
  return useQuery({
    queryKey: [ITEMS, 'jobs', id, number],
    queryFn: ({ signal }) => jobsOfItem(id, number, signal),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  })
}

/** Read once: the link is valid for twelve hours. */
export function useManifest(id: string, shapeId: string) {
  return useQuery({
    queryKey: [ITEMS, 'manifest', id, shapeId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await readManifest(id, shapeId, signal)) ?? null,
  })
}

export function useShapeTags() {
  return useQuery({ queryKey: ['shape tags'], queryFn: ({ signal }) => listShapeTags(signal) })
}

/** Reads again what a new job may change. */
export function useItemsChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [ITEMS] })
}

/** The id of the item whose page is open. */
export function useOpenItem(): string | undefined {
  return useSearchParams().get('item') ?? undefined
}

/** Undefined goes back to the list. */
export function openItem(id: string | undefined): void {
  setSearchParams({ item: id })
}
