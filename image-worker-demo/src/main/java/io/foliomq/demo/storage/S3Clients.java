package io.foliomq.demo.storage;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Clients that any S3 store understands: path style, and checksums only where they are asked for. */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private S3Clients() {}

    static PhotoStorage.Connected connect(StorageAddress address) {
        var credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(address.accessKey(), address.secretKey()));
        Region region = Region.of(address.region());
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ANSWER)
                .build();
        S3Client client = S3Client.builder()
                .endpointOverride(address.endpoint())
                .region(region)
                .credentialsProvider(credentials)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .addPlugin(LegacyMd5Plugin.create())
                .httpClient(http)
                .overrideConfiguration(settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        PlainPut put = new PlainPut(http, presigner(address.endpoint(), region, credentials));
        return new PhotoStorage.Connected(
                address, client, put, presigner(address.publicEndpoint(), region, credentials));
    }

    static void close(PhotoStorage.Connected connected) {
        connected.client().close();
        connected.presigner().close();
        connected.put().presigner().close();
        connected.put().http().close();
    }

    private static S3Presigner presigner(URI endpoint, Region region, AwsCredentialsProvider credentials) {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(credentials)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }
}
