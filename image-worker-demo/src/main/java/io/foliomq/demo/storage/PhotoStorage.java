package io.foliomq.demo.storage;

import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.outage.Pause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The objects of the demo in one bucket. Calls do not retry: whoever calls knows whether to wait or to say "try later".
 * Every failure of the store is an {@link Outage}. Threads may share it.
 */
public final class PhotoStorage implements Pause.Probe, AutoCloseable {
    private static final int NOT_FOUND = 404;

    private final Supplier<StorageAddress> locate;
    private volatile Connected connected;

    /** @param locate asked at first and, since an embedded store may come back elsewhere, on every probe */
    public PhotoStorage(Supplier<StorageAddress> locate) {
        this.locate = locate;
        this.connected = S3Clients.connect(locate.get());
    }

    record Connected(StorageAddress address, S3Client client, PlainPut put, S3Presigner presigner) {}

    /** Streams an object of known length into the store. */
    public void put(String key, InputStream content, long length, String contentType) {
        put(key, length, contentType, () -> content);
    }

    public void put(String key, byte[] content, String contentType) {
        put(key, content.length, contentType, () -> new ByteArrayInputStream(content));
    }

    /** Streams an object into a file. */
    public void download(String key, Path file) throws ObjectMissing, IOException {
        try (InputStream content = open(key);
                OutputStream output = Files.newOutputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int count = readFrom(content, buffer, key); count >= 0; count = readFrom(content, buffer, key)) {
                output.write(buffer, 0, count);
            }
        }
    }

    /** The object's content, as a stream that the caller closes. */
    public InputStream open(String key) throws ObjectMissing {
        ResponseInputStream<GetObjectResponse> content = existing(
                key,
                client -> client.getObject(request -> request.bucket(bucket()).key(key)));
        return content;
    }

    /** The length of an object, in bytes. */
    public long length(String key) throws ObjectMissing {
        return existing(
                        key,
                        client -> client.headObject(
                                request -> request.bucket(bucket()).key(key)))
                .contentLength();
    }

    public void delete(String key) {
        call(
                "delete " + key,
                client ->
                        client.deleteObject(request -> request.bucket(bucket()).key(key)));
    }

    /** An address to which a browser can put exactly this many bytes of this type for as long as given. */
    public SignedUpload signUpload(String key, long length, String contentType, Duration validity) {
        var signed = connected
                .presigner()
                .presignPutObject(presign ->
                        presign.signatureDuration(validity).putObjectRequest(request(key, length, contentType)));
        Map<String, String> headers = signed.signedHeaders().entrySet().stream()
                .filter(header -> !List.of("host", "content-length").contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.join(",", header.getValue())));
        return new SignedUpload(URI.create(signed.url().toString()), headers);
    }

    /** Where browsers reach the store. */
    public URI publicEndpoint() {
        return connected.address().publicEndpoint();
    }

    /** Makes the bucket unless it is there. */
    public void makeBucket() {
        try {
            if (!bucketIsThere()) {
                connected.client().createBucket(request -> request.bucket(bucket()));
            }
        } catch (SdkException e) {
            // Another process may have been faster.
            if (!bucketIsThere()) {
                throw outage("make bucket", e);
            }
        }
    }

    @Override
    public void check() {
        StorageAddress address = locate.get();
        if (!address.equals(connected.address())) {
            Connected before = connected;
            connected = S3Clients.connect(address);
            S3Clients.close(before);
        }
        call("probe", client -> client.headBucket(request -> request.bucket(bucket())));
    }

    @Override
    public void close() {
        S3Clients.close(connected);
    }

    private boolean bucketIsThere() {
        try {
            connected.client().headBucket(request -> request.bucket(bucket()));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return false;
            }
            throw outage("look for bucket", e);
        } catch (SdkException e) {
            throw outage("look for bucket", e);
        }
    }

    private <T> T existing(String key, Function<S3Client, T> operation) throws ObjectMissing {
        try {
            return operation.apply(connected.client());
        } catch (NoSuchKeyException e) {
            throw new ObjectMissing(key);
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                throw new ObjectMissing(key);
            }
            throw outage("get " + key, e);
        } catch (SdkException e) {
            throw outage("get " + key, e);
        }
    }

    private <T> T call(String what, Function<S3Client, T> operation) {
        try {
            return operation.apply(connected.client());
        } catch (SdkException e) {
            throw outage(what, e);
        }
    }

    private void put(String key, long length, String contentType, ContentStreamProvider content) {
        try {
            connected.put().send(request(key, length, contentType), content);
        } catch (IOException | SdkException e) {
            throw outage("put " + key, e);
        }
    }

    private static int readFrom(InputStream content, byte[] buffer, String key) {
        try {
            return content.read(buffer);
        } catch (IOException | SdkException e) {
            throw new Outage("S3 store failed: call=get " + key, e);
        }
    }

    private Outage outage(String call, Exception e) {
        return new Outage("S3 store failed: endpoint=" + connected.address() + ", call=" + call, e);
    }

    private String bucket() {
        return connected.address().bucket();
    }

    private PutObjectRequest request(String key, long length, String contentType) {
        return PutObjectRequest.builder()
                .bucket(bucket())
                .key(key)
                .contentLength(length)
                .contentType(contentType)
                .build();
    }
}
