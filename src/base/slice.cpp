// The cold half of slices: making chunks, growing for a large frame, moving what is unread.
#include "base/slice.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "base/syscalls.h"

namespace vkext {

Chunk* Chunk::make(size_t capacity) {
  if (capacity > SIZE_MAX - sizeof(Chunk)) return nullptr;
  void* memory = sys::malloc(sizeof(Chunk) + capacity);
  return memory ? new (memory) Chunk{1, capacity} : nullptr;
}

void Chunk::release(Chunk* chunk) { free(chunk); }

Slice Slice::copy_of(Bytes bytes) {
  if (!bytes.size) return {};
  Chunk* chunk = Chunk::make(bytes.size);
  if (!chunk) return {};
  memcpy(chunk->data(), bytes.data, bytes.size);
  Slice slice(chunk, chunk->data(), bytes.size);
  chunk->drop();
  return slice;
}

void ReceiveBuffer::reset() {
  if (chunk_) chunk_->drop();
  chunk_ = nullptr;
  begin_ = end_ = 0;
}

uint8_t* ReceiveBuffer::move_to_fresh(size_t capacity, size_t& bytes) {
  Chunk* fresh = Chunk::make(capacity);
  if (!fresh) return nullptr;
  const size_t unread_bytes = size();
  if (unread_bytes) memcpy(fresh->data(), unread(), unread_bytes);
  if (chunk_) chunk_->drop();
  chunk_ = fresh;
  begin_ = 0;
  end_ = unread_bytes;
  bytes = capacity - end_;
  return chunk_->data() + end_;
}

uint8_t* ReceiveBuffer::room(size_t frame, size_t& bytes) {
  const size_t unread_bytes = size();
  if (!chunk_) return move_to_fresh(limits::kIoChunkBytes, bytes);
  const bool alone = chunk_->holders == 1;

  if (frame > limits::kIoChunkBytes) {
    if (begin_ + frame <= chunk_->capacity && end_ < begin_ + frame) {
      bytes = begin_ + frame - end_;  // no further: what follows belongs in an ordinary chunk
      return chunk_->data() + end_;
    }
    if (unread_bytes < frame) {
      // Full, or not yet of the frame's size. As much again as has come, never the announced length at once.
      size_t capacity = unread_bytes * 2 > kStepBytes ? unread_bytes * 2 : kStepBytes;
      if (capacity > frame) capacity = frame;
      if (alone && begin_ == 0 && end_ < chunk_->capacity && chunk_->capacity >= kStepBytes) {
        bytes = chunk_->capacity - end_;
        return chunk_->data() + end_;
      }
      return move_to_fresh(capacity, bytes);
    }
  }

  if (alone && chunk_->capacity == limits::kIoChunkBytes) {
    // Used again in place: from the start when nothing is unread, with a move when the room behind runs low.
    if (unread_bytes == 0) begin_ = end_ = 0;
    if (begin_ && chunk_->capacity - end_ < limits::kIoChunkBytes / 4) {
      memmove(chunk_->data(), unread(), unread_bytes);
      begin_ = 0;
      end_ = unread_bytes;
    }
  }
  const size_t behind = chunk_->capacity - end_;
  // The rest of this frame should fit behind it; a few bytes of room would cost a system call each.
  const size_t missing = frame > unread_bytes ? frame - unread_bytes : 1;
  if (behind >= missing && behind >= 512 && chunk_->capacity == limits::kIoChunkBytes) {
    bytes = behind;
    return chunk_->data() + end_;
  }
  const size_t capacity = unread_bytes + 512 > limits::kIoChunkBytes ? unread_bytes + limits::kIoChunkBytes
                                                                     : limits::kIoChunkBytes;
  return move_to_fresh(capacity, bytes);
}

}  // namespace vkext
