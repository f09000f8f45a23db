/** The list of all entities. */

import { Attempt } from './attempt.ts'
import { Collection } from './collection.ts'
import { File } from './file.ts'
import { Host } from './host.ts'
import { Item } from './item.ts'
import { Job } from './job.ts'
import { Node } from './node.ts'
import { Placement } from './placement.ts'
import { Component, ShapeRow } from './shape.ts'
import { StepRow } from './step.ts'
import { StorageMethod, StorageRow } from './storage.ts'
import { User } from './user.ts'

/** Metadata, history, progress and log lines have no entity, because only SQL statements write them. */
export const TABLES = [
  Attempt,
  Collection,
  Component,
  File,
  Host,
  Item,
  Job,
  Node,
  Placement,
  ShapeRow,
  StepRow,
  StorageMethod,
  StorageRow,
  User,
] as const
