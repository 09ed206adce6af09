package io.foliomq.demo.web;

import io.foliomq.demo.messaging.DeadLetters;
import io.foliomq.demo.messaging.RequestSender;
import io.foliomq.demo.outage.Pause;
import io.foliomq.demo.photos.Database;
import io.foliomq.demo.photos.Events;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.photos.WorkersSeen;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.storage.PhotoStorage;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** How Spring puts the web process together. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({PhotoController.class, QueueController.class, EventController.class, Problems.class})
class WebConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Photos photos(Database database, Clock clock) {
        return new Photos(database, clock);
    }

    @Bean
    Events events(Database database, Clock clock) {
        return new Events(database, clock);
    }

    @Bean
    WorkersSeen workersSeen(Database database, Clock clock) {
        return new WorkersSeen(database, clock);
    }

    @Bean
    RequestSender requestSender(ConnectionFactory queues) {
        return new RequestSender(queues);
    }

    @Bean
    DeadLetters deadLetters(ConnectionFactory queues) {
        return new DeadLetters(queues);
    }

    @Bean(destroyMethod = "close")
    EventStream eventStream(Events events) {
        return new EventStream(events);
    }

    @Bean
    Uploads uploads(
            Settings settings,
            Photos photos,
            PhotoStorage storage,
            RequestSender sender,
            Events events,
            EventStream stream) {
        return new Uploads(settings, photos, storage, sender, events, stream);
    }

    @Bean
    Pause pause(Database database) {
        return new Pause(List.of(database), Duration.ofMillis(250), Duration.ofSeconds(5));
    }

    @Bean
    CompletionConsumer completionConsumer(ConnectionFactory queues, Events events, EventStream stream, Pause pause) {
        return new CompletionConsumer(queues, events, stream, pause);
    }

    @Bean
    BacklogHistory backlogHistory(Photos photos, Clock clock) {
        return new BacklogHistory(photos, clock);
    }

    @Bean
    AbandonedUploads abandonedUploads(Photos photos, PhotoStorage storage) {
        return new AbandonedUploads(photos, storage);
    }

    @Bean
    RequestGuard requestGuard(Settings settings, PhotoStorage storage) {
        return new RequestGuard(settings.isLoopback(), storage::publicEndpoint);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Background background(
            CompletionConsumer completions,
            BacklogHistory history,
            AbandonedUploads abandoned,
            EventStream stream,
            Pause pause) {
        return new Background(completions, history, abandoned, stream, pause);
    }
}
