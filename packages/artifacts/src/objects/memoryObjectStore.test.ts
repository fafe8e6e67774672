import { describeObjectStore } from '../testing';
import { MemoryObjectStore } from './memoryObjectStore';

describeObjectStore('MemoryObjectStore', async () => new MemoryObjectStore());
