package io.foliomq.demo.storage;

import java.net.URI;

/**
 * Where an S3 store is and how to sign for it.
 *
 * @param endpoint as this process reaches it
 * @param publicEndpoint as browsers reach it: a signed address holds for one host only
 */
public record StorageAddress(
        URI endpoint, URI publicEndpoint, String accessKey, String secretKey, String region, String bucket) {
    @Override
    public String toString() {
        return endpoint + "/" + bucket;
    }
}
