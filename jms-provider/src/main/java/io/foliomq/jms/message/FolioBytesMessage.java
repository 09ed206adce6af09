package io.foliomq.jms.message;

import jakarta.jms.BytesMessage;

/** Signatures first. */
public abstract non-sealed class FolioBytesMessage extends FolioMessage implements BytesMessage {}
