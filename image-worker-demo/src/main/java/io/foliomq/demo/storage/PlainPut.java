package io.foliomq.demo.storage;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Puts an object as a body of exactly its bytes, signed by its address, as browsers do. The client's own way signs the body
 * and so frames it in chunks, the last of which holds no content: a store that has all content may answer without it and
 * then close the connection, which the client keeps and fails on with its next request.
 */
record PlainPut(SdkHttpClient http, S3Presigner presigner) {
    private static final Duration VALIDITY = Duration.ofMinutes(15);

    void send(PutObjectRequest object, ContentStreamProvider content) throws IOException {
        var signed = presigner.presignPutObject(
                presign -> presign.signatureDuration(VALIDITY).putObjectRequest(object));
        HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.httpRequest())
                        .contentStreamProvider(content)
                        .build())
                .call();
        if (answer.responseBody().isPresent()) {
            try (InputStream body = answer.responseBody().get()) {
                body.readAllBytes();
            }
        }
        if (!answer.httpResponse().isSuccessful()) {
            throw new IOException("status " + answer.httpResponse().statusCode());
        }
    }
}
