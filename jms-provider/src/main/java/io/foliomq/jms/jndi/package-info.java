/**
 * Administered objects by name. {@link io.foliomq.jms.jndi.FolioInitialContextFactory} makes them out of properties;
 * {@link io.foliomq.jms.jndi.FolioObjectFactory} makes them out of the references that another directory service keeps.
 */
@NullMarked
package io.foliomq.jms.jndi;

import org.jspecify.annotations.NullMarked;
