// How long ENet waits until it tries again, and until it gives a connection up; its own times do not suit a game. For enet_link.cpp only.
#pragma once

#include <enet/enet.h>

namespace net {

// A new connection: from now on it is not given up early, and loses no packet because round trips get longer.
void be_patient_with(ENetPeer& peer);

// Has what was not answered tried again sooner than ENet would, and who never came in forgotten sooner. To be called often.
void hurry(ENetHost& host);

}  // namespace net
