-- Portable between H2 and PostgreSQL.
create table photo (
    id           varchar(36) primary key,
    name         varchar(255) not null,
    content_type varchar(100) not null,
    length       bigint not null,
    state        varchar(16) not null,
    attempts     int not null default 0,
    redrives     int not null default 0,
    worker       varchar(100),
    cause        varchar(500),
    width        int,
    height       int,
    created_at   timestamp with time zone not null,
    queued_at    timestamp with time zone,
    finished_at  timestamp with time zone
);
create index photo_by_state on photo (state, queued_at);
create index photo_by_age on photo (created_at);

create table thumbnail (
    photo_id   varchar(36) not null references photo (id) on delete cascade,
    side       int not null,
    object_key varchar(200) not null,
    width      int not null,
    height     int not null,
    length     bigint not null,
    primary key (photo_id, side)
);

-- Events are numbered under a row lock, so that a lower number is never committed after a higher one is seen.
create table event_number (
    id     int primary key,
    latest bigint not null
);
insert into event_number (id, latest) values (1, 0);

create table photo_event (
    id          bigint primary key,
    occurrence  varchar(100) not null unique,
    photo_id    varchar(36) not null,
    kind        varchar(16) not null,
    cause       varchar(500),
    occurred_at timestamp with time zone not null
);

create table worker_seen (
    name     varchar(100) primary key,
    state    varchar(16) not null,
    seen_at  timestamp with time zone not null
);
