import { sandboxMain } from '@trainyard/steps';

sandboxMain();
