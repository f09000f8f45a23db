/** The most connections to PostgreSQL that the queue of deliveries opens. */
export const QUEUE_POOL = 3
