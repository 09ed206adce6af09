/**
 * What the demo can be told: each setting has a name, a default and an error that names it when it is wrong.
 */
@NullMarked
package io.foliomq.demo.settings;

import org.jspecify.annotations.NullMarked;
