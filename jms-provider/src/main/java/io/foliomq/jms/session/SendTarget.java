package io.foliomq.jms.session;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Destination;

/** A destination of the store and the session's way to append to it. */
record SendTarget(Destination destination, Appender appender) {}
