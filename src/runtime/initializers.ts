// Initializers in a layer's config: from what a program or a model.json says to tfjs's objects and back. Draws nothing itself.

import * as tf from '@tensorflow/tfjs';

export type Initializer = ReturnType<typeof tf.initializers.zeros>;

/** As programs pass it (an object), as people write it (a name), or as model.json holds it. */
export type InitializerLike = Initializer | string | { readonly className: string; readonly config: tf.serialization.ConfigDict };

/**
 * The tfjs initializer meant by `value`.
 * @throws if there is none of that name
 */
export function initializerOf(value: InitializerLike | undefined, fallback: string): Initializer {
  const wanted = value ?? fallback;
  if (typeof wanted === 'string') {
    const factories = tf.initializers as unknown as Record<string, ((config: object) => Initializer) | undefined>;
    const factory = factories[wanted];
    if (factory === undefined) throw new Error(`There is no initializer "${wanted}".`);
    return factory({});
  }
  if ('apply' in wanted) return wanted;
  const entry = tf.serialization.SerializationMap.getMap().classNameMap[wanted.className];
  if (entry === undefined) throw new Error(`There is no initializer of class "${wanted.className}".`);
  const [constructor, fromConfig] = entry;
  return fromConfig(constructor, wanted.config) as Initializer;
}

/** What `getConfig` returns for an initializer. */
export function initializerConfig(initializer: Initializer): tf.serialization.ConfigDict {
  return { className: initializer.getClassName(), config: initializer.getConfig() };
}
