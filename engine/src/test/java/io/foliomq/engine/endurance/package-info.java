/** What a store takes of its machine when much comes and goes, or much stays. */
@NullMarked
package io.foliomq.engine.endurance;

import org.jspecify.annotations.NullMarked;
