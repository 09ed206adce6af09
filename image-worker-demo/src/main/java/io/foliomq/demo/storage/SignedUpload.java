package io.foliomq.demo.storage;

import java.net.URI;
import java.util.Map;

/**
 * Permission to put one object.
 *
 * @param headers that have to be sent as they are; host and length are set by every client by itself
 */
public record SignedUpload(URI address, Map<String, String> headers) {}
