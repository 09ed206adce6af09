package io.foliomq.jms.message;

import jakarta.jms.MapMessage;

/** Signatures first. */
public abstract non-sealed class FolioMapMessage extends FolioMessage implements MapMessage {}
