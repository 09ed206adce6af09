package io.foliomq.jms.session;

import io.foliomq.engine.Record;

/** Where an encoded message goes: at once to its destination, or into the transaction. The caller holds the pipeline's lock. */
@FunctionalInterface
interface Outlet {
    /** At once. */
    Outlet DIRECT = (target, record) -> target.appender().append(record);

    void append(SendTarget target, Record record);
}
